package dev.sluice.limit;

import java.time.Duration;
import java.util.Map;

/**
 * The few settings that tests over the bus vary; budgets are out of the way unless they are set.
 */
final class ConfigSketch {
  private StartBudget start = new StartBudget(1_000_000, 1_000_000_000, 1_000_000_000);
  private double burst = 0.1;
  private int permits = 50;
  private Duration ticketExpiry = Duration.ofSeconds(5);
  private Duration leaseExpiry = Duration.ofMinutes(11);

  ConfigSketch requestsPerMinute(long requests) {
    start = new StartBudget(requests, 1_000_000_000, 1_000_000_000);
    burst = 0;
    return this;
  }

  ConfigSketch permits(int count) {
    permits = count;
    return this;
  }

  ConfigSketch ticketExpiry(Duration expiry) {
    ticketExpiry = expiry;
    return this;
  }

  ConfigSketch leaseExpiry(Duration expiry) {
    leaseExpiry = expiry;
    return this;
  }

  LimiterConfig config() {
    LimiterConfig defaults = LimiterConfig.defaults();
    return new LimiterConfig(
        defaults.share(),
        burst,
        defaults.mostPerWindow(),
        start,
        Map.of(),
        permits,
        permits,
        defaults.backgroundShare(),
        defaults.backgroundEvery(),
        defaults.maxWaiting(),
        defaults.interactivePatience(),
        defaults.backgroundPatience(),
        ticketExpiry,
        leaseExpiry,
        defaults.firstClosed(),
        defaults.maxClosed(),
        defaults.longestWindow());
  }
}
