package dev.sluice.resilience;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.time.Duration;

/** How often and how fast a failed call is made again. */
public record RetryConfig(
    @Doc("A failed call is made again so often; then the next model or a clear error.")
        @Range(min = 0, max = 10)
        int maxRetries,
    @Doc("The wait before the first retry; doubled for each further one, up to 25 % shorter.")
        @DurationRange(min = "10ms", max = "1m")
        Duration firstDelay,
    @Doc("The longest wait that doubling leads to.") @DurationRange(min = "10ms", max = "5m")
        Duration maxDelay,
    @Doc("A provider may ask for a wait so long at most; asked for longer, a call is given up.")
        @DurationRange(min = "100ms", max = "1h")
        Duration maxWait,
    @Doc("Retries of one process never exceed this share of its calls within budget_window.")
        @Range(min = 0, max = 1)
        double budgetShare,
    @Doc("Retries within budget_window that are free, so that a lone call may be retried.")
        @Range(min = 0, max = 10_000)
        int budgetReserve,
    @Doc("The time over which calls and retries are counted against each other.")
        @DurationRange(min = "1s", max = "1h")
        Duration budgetWindow)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    if (firstDelay.compareTo(maxDelay) > 0) {
      problems.report("firstDelay", "must not be longer than max_delay");
    }
    if (maxDelay.compareTo(maxWait) > 0) {
      problems.report("maxDelay", "must not be longer than max_wait");
    }
  }

  public static RetryConfig defaults() {
    return new RetryConfig(
        2,
        Duration.ofMillis(500),
        Duration.ofSeconds(8),
        Duration.ofSeconds(30),
        0.2,
        3,
        Duration.ofSeconds(60));
  }
}
