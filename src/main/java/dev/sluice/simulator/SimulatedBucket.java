package dev.sluice.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A token bucket that refills continuously and exactly, driven by the clock that it is given.
 *
 * <p>Not thread-safe. The level is kept in fractions of 1/period of a token, so that no amount of
 * small steps loses or gains anything.
 */
public final class SimulatedBucket {
  private final long capacity;
  private final long periodNanos;
  private final InstantSource clock;
  private long level;
  private Instant counted;

  /** A full bucket that would refill from empty within the period. */
  public SimulatedBucket(long capacity, Duration period, InstantSource clock) {
    this.capacity = capacity;
    this.periodNanos = period.toNanos();
    this.clock = clock;
    this.level = Math.multiplyExact(capacity, periodNanos);
    this.counted = clock.instant();
  }

  public long capacity() {
    return capacity;
  }

  /** Takes the amount if it is there in full, otherwise nothing. */
  public boolean tryTake(long amount) {
    refill();
    if (level < Math.multiplyExact(amount, periodNanos)) {
      return false;
    }
    level -= amount * periodNanos;
    return true;
  }

  /** Takes the amount even when it is not there; the debt is refilled first. */
  public void take(long amount) {
    refill();
    level = Math.subtractExact(level, Math.multiplyExact(amount, periodNanos));
  }

  /** Whole tokens that can be taken now; never negative. */
  public long remaining() {
    refill();
    return Math.max(0, Math.floorDiv(level, periodNanos));
  }

  /** How long until the amount could be taken; zero when it can be now. */
  public Duration untilAvailable(long amount) {
    refill();
    long missing = Math.multiplyExact(amount, periodNanos) - level;
    return missing <= 0 ? Duration.ZERO : Duration.ofNanos(Math.ceilDiv(missing, capacity));
  }

  /** When the bucket will be completely full again. */
  public Instant fullAt() {
    Duration wait = untilAvailable(capacity);
    return counted.plus(wait);
  }

  private void refill() {
    Instant now = clock.instant();
    Duration elapsed = Duration.between(counted, now);
    if (elapsed.isNegative()) {
      return;
    }
    long full = capacity * periodNanos;
    Duration toFull = Duration.ofNanos(Math.ceilDiv(full - level, capacity));
    level =
        elapsed.compareTo(toFull) >= 0
            ? full
            : Math.min(full, level + elapsed.toNanos() * capacity);
    counted = now;
  }
}
