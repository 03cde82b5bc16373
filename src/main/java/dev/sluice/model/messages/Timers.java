package dev.sluice.model.messages;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Time as the clocks of a call need it, so that tests can turn it by hand. */
interface Timers {
  /** Runs the action once, on the calling context; returns what {@link #stop} takes. */
  long start(Duration delay, Runnable action);

  void stop(long timer);

  /** A monotonic reading. */
  long nanoTime();

  static Timers of(Vertx vertx) {
    return new Timers() {
      @Override
      public long start(Duration delay, Runnable action) {
        return vertx.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
      }

      @Override
      public void stop(long timer) {
        vertx.cancelTimer(timer);
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }
    };
  }
}
