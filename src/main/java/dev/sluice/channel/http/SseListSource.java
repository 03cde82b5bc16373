package dev.sluice.channel.http;

import dev.sluice.event.Envelope;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A fixed list of events. */
final class SseListSource implements SseSource {
  private final Iterator<Envelope> events;
  private Consumer<Envelope> onEvent = _ -> {};
  private Consumer<Optional<Throwable>> onEnd = _ -> {};
  private boolean paused;
  private boolean delivering;
  private boolean over;

  SseListSource(List<Envelope> events) {
    this.events = List.copyOf(events).iterator();
  }

  @Override
  public void start(Consumer<Envelope> newOnEvent, Consumer<Optional<Throwable>> newOnEnd) {
    onEvent = newOnEvent;
    onEnd = newOnEnd;
    deliver();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    deliver();
  }

  @Override
  public void close() {
    over = true;
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    while (!over && !paused && events.hasNext()) {
      onEvent.accept(events.next());
    }
    delivering = false;
    if (!over && !events.hasNext()) {
      over = true;
      onEnd.accept(Optional.empty());
    }
  }
}
