package dev.sluice.resilience;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double from the first to the longest, each shortened by up to a quarter at random, so
 * that those who failed together do not come back together. Pure but for the random numbers.
 */
public final class Backoff {
  private static final double JITTER = 0.25;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Beyond every limit of the configuration, and far from an overflow. */
  private static final int MAX_DOUBLINGS = 20;

  private final RetryConfig config;
  private final RandomGenerator random;

  public Backoff(RetryConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /** The wait before the next attempt, after so many retries. */
  public Duration after(int retries) {
    long doubled = config.firstDelay().toMillis() << Math.min(retries, MAX_DOUBLINGS);
    long millis = Math.min(doubled, config.maxDelay().toMillis());
    return Duration.ofNanos((long) (millis * NANOS_PER_MILLI * (1 - JITTER * random.nextDouble())));
  }
}
