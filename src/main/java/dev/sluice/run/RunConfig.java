package dev.sluice.run;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.time.Duration;

/** How runs are admitted, held and ended. */
public record RunConfig(
    @Doc("Runs that one process works on at once.") @Range(min = 1, max = 10_000) int capacity,
    @Doc("Runs of one class that may wait for a worker; one more is refused with 429.")
        @Range(min = 1, max = 1_000_000)
        int maxQueued,
    @Doc("How long a run is held without a sign of life before another worker takes it over.")
        @DurationRange(min = "2s", max = "10m")
        Duration lease,
    @Doc("How often a worker renews its leases.") @DurationRange(min = "500ms", max = "5m")
        Duration renewEvery,
    @Doc("An interactive run may take so long, from the first claim.")
        @DurationRange(min = "1s", max = "24h")
        Duration interactiveTimeout,
    @Doc("A background run may take so long, from the first claim.")
        @DurationRange(min = "1s", max = "7d")
        Duration backgroundTimeout,
    @Doc("Background runs take at most this share of the places of a process, but one at least.")
        @Range(min = 0.0, max = 1.0)
        double backgroundShare,
    @Doc("A background run waits so long in all for a model that is away, and then fails.")
        @DurationRange(min = "0ms", max = "30d")
        Duration backgroundWait,
    @Doc("Attempts lost with their worker after which a run fails for good.")
        @Range(min = 1, max = 100)
        int maxFailures,
    @Doc("A chat/stream run goes on so long without a reader.")
        @DurationRange(min = "1s", max = "1h")
        Duration awayGrace,
    @Doc("At shutdown, running turns may take so long to reach their boundary.")
        @DurationRange(min = "0ms", max = "1h")
        Duration drain,
    @Doc("Ended runs are kept so long; conversations stay until deleted.")
        @DurationRange(min = "1m", max = "3650d")
        Duration keepRuns,
    @Doc("The events of ended runs can be replayed so long.")
        @DurationRange(min = "1m", max = "3650d")
        Duration keepEvents,
    @Doc("The same Idempotency-Key means the same run for so long.")
        @DurationRange(min = "1m", max = "3650d")
        Duration keepIdempotencyKeys)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    if (renewEvery.multipliedBy(2).compareTo(lease) > 0) {
      problems.report("renewEvery", "must be at most half of lease, so that one miss is no loss");
    }
    if (keepEvents.compareTo(keepRuns) > 0) {
      problems.report("keepEvents", "must not be longer than keep_runs");
    }
    if (keepIdempotencyKeys.compareTo(keepRuns) > 0) {
      problems.report(
          "keepIdempotencyKeys", "must not be longer than keep_runs: a key goes with its run");
    }
  }

  public static RunConfig defaults() {
    return new RunConfig(
        50,
        1000,
        Duration.ofSeconds(12),
        Duration.ofSeconds(4),
        Duration.ofMinutes(15),
        Duration.ofHours(2),
        0.6,
        Duration.ofHours(24),
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
