package dev.sluice.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Keeps the retries of a process from making an outage worse: a retry is allowed only while, with
 * it, {@code retries <= max(share * calls, reserve)} over the last {@link
 * RetryConfig#budgetWindow()}: the reserve is for those who make few calls, not on top of the
 * share.
 *
 * <p>Both are counted in tenths of the window; a tenth of retries is remembered for one tenth
 * longer than the calls of the same time, so that no call ever pays for a retry twice. Safe for
 * threads, and never waits but for a few additions of another thread.
 */
public final class RetryBudget {
  private static final int SLICES = 10;

  private final RetryConfig config;
  private final InstantSource clock;
  private final Instant start;
  private final Duration slice;
  private final long[] calls = new long[SLICES + 1];
  private final long[] retries = new long[SLICES + 1];
  private long now;

  public RetryBudget(RetryConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.start = clock.instant();
    this.slice = config.budgetWindow().dividedBy(SLICES);
  }

  /** A first attempt goes out. */
  public synchronized void called() {
    advance();
    calls[slot(now)]++;
  }

  /** True when a retry may go out, and it is counted; false when the budget is used up. */
  public synchronized boolean tryRetry() {
    advance();
    long called = Arrays.stream(calls).sum() - calls[slot(now + 1)];
    long retried = Arrays.stream(retries).sum();
    if (retried + 1 > Math.max(config.budgetShare() * called, config.budgetReserve())) {
      return false;
    }
    retries[slot(now)]++;
    return true;
  }

  /** A clock that goes back does not bring the past back. */
  private void advance() {
    long target = Duration.between(start, clock.instant()).dividedBy(slice);
    for (long passed = Math.max(now + 1, target - SLICES); passed <= target; passed++) {
      calls[slot(passed)] = 0;
      retries[slot(passed)] = 0;
    }
    now = Math.max(now, target);
  }

  private static int slot(long slice) {
    return (int) (slice % (SLICES + 1));
  }
}
