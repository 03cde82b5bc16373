package dev.sluice.run;

import java.time.Duration;

/**
 * How runs are admitted, held and ended.
 *
 * @param capacity runs that one process works on at once
 * @param maxQueued runs of one class that may wait; more are refused
 * @param lease how long a run is held without renewal
 * @param renewEvery how often the lease is renewed
 * @param interactiveTimeout run clock of interactive runs
 * @param backgroundTimeout run clock of background runs
 * @param maxFailures lost claims after which a run fails for good
 * @param awayGrace how long an attended run goes on without a reader
 * @param drain how long running turns may take to reach their boundary at shutdown
 * @param keepRuns how long ended runs are kept
 * @param keepEvents how long the events of ended runs are kept
 * @param keepIdempotencyKeys how long the same key means the same run
 */
public record RunConfig(
    int capacity,
    int maxQueued,
    Duration lease,
    Duration renewEvery,
    Duration interactiveTimeout,
    Duration backgroundTimeout,
    int maxFailures,
    Duration awayGrace,
    Duration drain,
    Duration keepRuns,
    Duration keepEvents,
    Duration keepIdempotencyKeys) {

  public static RunConfig defaults() {
    return new RunConfig(
        50,
        1000,
        Duration.ofSeconds(12),
        Duration.ofSeconds(4),
        Duration.ofMinutes(15),
        Duration.ofHours(2),
        3,
        Duration.ofSeconds(5),
        Duration.ofSeconds(25),
        Duration.ofHours(24),
        Duration.ofHours(1),
        Duration.ofHours(24));
  }

  Duration timeout(RunClass runClass) {
    return switch (runClass) {
      case INTERACTIVE -> interactiveTimeout;
      case BACKGROUND -> backgroundTimeout;
    };
  }
}
