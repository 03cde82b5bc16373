package dev.sluice.model.messages;

import dev.sluice.model.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Time that passes only when told to. */
final class ManualTimers implements Timers {
  private final Map<Long, Timer> timers = new HashMap<>();
  private long now;
  private long next;

  private record Timer(long id, long due, Runnable action) {}

  @Override
  public long start(Duration delay, Runnable action) {
    long id = next++;
    timers.put(id, new Timer(id, now + delay.toNanos(), action));
    return id;
  }

  @Override
  public void stop(long timer) {
    timers.remove(timer);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  int running() {
    return timers.size();
  }

  /** Lets time pass; what becomes due meanwhile runs at its moment. */
  void pass(Duration time) {
    long end = now + time.toNanos();
    Optional<Timer> due = nextUntil(end);
    while (due.isPresent()) {
      now = due.get().due();
      timers.remove(due.get().id());
      due.get().action().run();
      due = nextUntil(end);
    }
    now = end;
  }

  private Optional<Timer> nextUntil(long end) {
    return timers.values().stream()
        .filter(timer -> timer.due() <= end)
        .min(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::id));
  }
}
