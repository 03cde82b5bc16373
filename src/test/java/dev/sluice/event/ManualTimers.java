package dev.sluice.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Timers that fire when the test says so, earliest first; time stands still otherwise. */
final class ManualTimers implements TailTimers {
  private final List<Pending> pending = new ArrayList<>();
  private Duration now = Duration.ZERO;

  private static final class Pending {
    Duration due;
    final Duration period;
    final Runnable action;

    Pending(Duration due, Duration period, Runnable action) {
      this.due = due;
      this.period = period;
      this.action = action;
    }
  }

  @Override
  public Timer once(Duration delay, Runnable action) {
    return add(new Pending(now.plus(delay), Duration.ZERO, action));
  }

  @Override
  public Timer every(Duration period, Runnable action) {
    return add(new Pending(now.plus(period), period, action));
  }

  private Timer add(Pending timer) {
    pending.add(timer);
    return () -> pending.remove(timer);
  }

  int size() {
    return pending.size();
  }

  /** Fires the next timer, if there is any. */
  void fireNext() {
    pending.stream()
        .min((a, b) -> a.due.compareTo(b.due))
        .ifPresent(
            timer -> {
              now = timer.due;
              timer.due = timer.due.plus(timer.period);
              if (timer.period.isZero()) {
                pending.remove(timer);
              }
              timer.action.run();
            });
  }

  /** Lets the time pass. */
  void advance(Duration by) {
    Duration until = now.plus(by);
    while (pending.stream().anyMatch(timer -> timer.due.compareTo(until) <= 0)) {
      fireNext();
    }
    now = until;
  }
}
