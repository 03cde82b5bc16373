package dev.sluice.channel.http;

import dev.sluice.event.Envelope;
import dev.sluice.event.RunTail;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a session's events come from. Delivers on the context that started it. */
interface SseSource extends AutoCloseable {

  /**
   * Begins to deliver.
   *
   * @param onEnd called once after the last event; with a cause when there ought to be more
   */
  void start(Consumer<Envelope> onEvent, Consumer<Optional<Throwable>> onEnd);

  /** No event until {@link #resume}. */
  void pause();

  void resume();

  /** Ends the delivery, {@code onEnd} included; without effect the second time. */
  @Override
  void close();

  static SseSource following(RunTail tail) {
    return new SseSource() {
      @Override
      public void start(Consumer<Envelope> onEvent, Consumer<Optional<Throwable>> onEnd) {
        tail.endHandler(onEnd).handler(onEvent);
      }

      @Override
      public void pause() {
        tail.pause();
      }

      @Override
      public void resume() {
        tail.resume();
      }

      @Override
      public void close() {
        tail.close();
      }
    };
  }

  static SseSource of(List<Envelope> events) {
    return new SseListSource(events);
  }
}
