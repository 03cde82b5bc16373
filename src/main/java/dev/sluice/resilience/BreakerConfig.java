package dev.sluice.resilience;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Range;
import java.time.Duration;

/**
 * When a circuit breaker opens, and how it closes again.
 *
 * <p>The cooldown of 15 s is a compromise: with two probes, what is down sees at most eight calls a
 * minute from a process, and a person whose run meets an open breaker has a working model again
 * within a quarter of a minute of its return.
 */
public record BreakerConfig(
    @Doc("Opens when more than this share of the calls within the window failed.")
        @Range(min = 0.01, max = 0.99)
        double failureRate,
    @Doc("Fewer calls than these within the window say nothing about the share.")
        @Range(min = 1, max = 100_000)
        int minCalls,
    @Doc("The time over which calls are judged, in whole seconds.")
        @DurationRange(min = "1s", max = "1h")
        Duration window,
    @Doc("Opens also after so many failures without a success between them.")
        @Range(min = 1, max = 10_000)
        int failuresInRow,
    @Doc("How long an open breaker refuses every call before it lets a few through on trial.")
        @DurationRange(min = "100ms", max = "1h")
        Duration cooldown,
    @Doc("Calls on trial; all must succeed to close the breaker, one failure opens it again.")
        @Range(min = 1, max = 100)
        int probes) {

  public static BreakerConfig defaults() {
    return new BreakerConfig(0.5, 10, Duration.ofSeconds(60), 5, Duration.ofSeconds(15), 2);
  }
}
