package dev.sluice.simulator;

import java.time.Duration;

/**
 * What each model group may use per period; the buckets refill continuously.
 *
 * @param inputTokens counts uncached input and cache writes
 * @param headers whether responses tell the state in {@code anthropic-ratelimit-*}
 */
public record RateLimits(
    long requests, long inputTokens, long outputTokens, Duration period, boolean headers) {

  public RateLimits {
    if (requests < 1 || inputTokens < 1 || outputTokens < 1 || !period.isPositive()) {
      throw new IllegalArgumentException("rate limits must be positive");
    }
  }

  /** A large organisation: 10,000 requests, 10M input and 2M output tokens a minute. */
  public static RateLimits generous() {
    return perMinute(10_000, 10_000_000, 2_000_000);
  }

  /** Limits per minute, told in headers. */
  public static RateLimits perMinute(long requests, long inputTokens, long outputTokens) {
    return new RateLimits(requests, inputTokens, outputTokens, Duration.ofMinutes(1), true);
  }

  /** More than any test can use; the headers still count. */
  public static RateLimits unlimited() {
    return perMinute(100_000_000, 100_000_000, 100_000_000);
  }

  /** The same limits in another period. */
  public RateLimits withPeriod(Duration value) {
    return new RateLimits(requests, inputTokens, outputTokens, value, headers);
  }

  /** The same limits, kept secret. */
  public RateLimits withoutHeaders() {
    return new RateLimits(requests, inputTokens, outputTokens, period, false);
  }
}
