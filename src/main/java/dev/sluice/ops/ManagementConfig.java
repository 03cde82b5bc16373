package dev.sluice.ops;

import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Range;
import java.time.Duration;

/** The management port. */
public record ManagementConfig(
    @Doc("The address to listen on.") @NotBlank String host,
    @Doc("0 picks a free one.") @Range(min = 0, max = 65_535) int port,
    @Doc("What each check of /readyz may take.") @DurationRange(min = "1ms", max = "1m")
        Duration checkTimeout,
    @Doc("How long a report of /readyz is good for.") @DurationRange(min = "0s", max = "5m")
        Duration keepReport) {

  public static ManagementConfig defaults() {
    return new ManagementConfig("127.0.0.1", 8081, Duration.ofSeconds(2), Duration.ofSeconds(3));
  }
}
