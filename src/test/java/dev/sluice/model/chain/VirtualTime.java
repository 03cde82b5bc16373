package dev.sluice.model.chain;

import dev.sluice.model.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock and timers that move only when told to. */
public final class VirtualTime implements Timers, InstantSource {
  private final List<Timer> timers = new ArrayList<>();
  private Instant now;
  private long next;

  private record Timer(long id, Instant due, Runnable action) {}

  public VirtualTime(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long start(Duration delay, Runnable action) {
    timers.add(new Timer(next, now.plus(delay), action));
    return next++;
  }

  @Override
  public void stop(long timer) {
    timers.removeIf(running -> running.id() == timer);
  }

  @Override
  public long nanoTime() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  public int running() {
    return timers.size();
  }

  /** Lets time pass; what becomes due meanwhile runs at its moment. */
  public void pass(Duration time) {
    Instant end = now.plus(time);
    Optional<Timer> due = nextUntil(end);
    while (due.isPresent()) {
      now = due.get().due();
      timers.remove(due.get());
      due.get().action().run();
      due = nextUntil(end);
    }
    now = end;
  }

  private Optional<Timer> nextUntil(Instant end) {
    return timers.stream()
        .filter(timer -> !timer.due().isAfter(end))
        .min(Comparator.comparing(Timer::due).thenComparingLong(Timer::id));
  }
}
