package dev.sluice.model;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Time as clocks and waits of calls need it, so that tests can let it pass by hand. */
public interface Timers {
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
