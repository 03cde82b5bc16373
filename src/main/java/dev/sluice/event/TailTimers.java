package dev.sluice.event;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The timers of a tail. They fire on the tail's context. */
interface TailTimers {

  /** Ends the timer; without effect when it has fired. */
  @FunctionalInterface
  interface Timer {
    void cancel();
  }

  Timer once(Duration delay, Runnable action);

  Timer every(Duration period, Runnable action);

  /** Timers on the current context; refuses a thread that is on none. */
  static TailTimers ofCurrentContext() {
    Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("a tail is opened on a Vert.x context");
    }
    Vertx vertx = context.owner();
    return new TailTimers() {
      @Override
      public Timer once(Duration delay, Runnable action) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
        return () -> vertx.cancelTimer(id);
      }

      @Override
      public Timer every(Duration period, Runnable action) {
        long id = vertx.setPeriodic(Math.max(1, period.toMillis()), _ -> action.run());
        return () -> vertx.cancelTimer(id);
      }
    };
  }
}
