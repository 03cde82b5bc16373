package dev.sluice.channel.http;

import dev.sluice.event.Envelope;
import java.util.Optional;
import java.util.function.Consumer;

/** A source that does what the test says when it is started, and never pauses. */
final class FakeSource implements SseSource {
  private final Consumer<FakeSource> script;
  Consumer<Envelope> onEvent = _ -> {};
  Consumer<Optional<Throwable>> onEnd = _ -> {};
  volatile boolean closed;

  FakeSource(Consumer<FakeSource> script) {
    this.script = script;
  }

  @Override
  public void start(Consumer<Envelope> newOnEvent, Consumer<Optional<Throwable>> newOnEnd) {
    onEvent = newOnEvent;
    onEnd = newOnEnd;
    script.accept(this);
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void close() {
    closed = true;
  }
}
