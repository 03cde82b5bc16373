package dev.sluice.ops;

import java.time.Duration;

/**
 * The management port.
 *
 * @param port 0 for any free one
 * @param checkTimeout what each check of {@code /readyz} may take
 * @param keepReport how long a report is good for
 */
public record ManagementConfig(String host, int port, Duration checkTimeout, Duration keepReport) {

  public ManagementConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, is " + port);
    }
    if (!checkTimeout.isPositive() || keepReport.isNegative()) {
      throw new IllegalArgumentException("checkTimeout must be positive, keepReport not negative");
    }
  }

  public static ManagementConfig defaults() {
    return new ManagementConfig("127.0.0.1", 8081, Duration.ofSeconds(2), Duration.ofSeconds(3));
  }
}
