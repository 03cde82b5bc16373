package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the head of an answer said of the limits; empty where it said nothing.
 *
 * @param combinedTokens input and output counted together
 * @param closedUntil the provider takes nothing before
 */
record LimitReport(
    Optional<Budget> requests,
    Optional<Budget> inputTokens,
    Optional<Budget> outputTokens,
    Optional<Budget> combinedTokens,
    Optional<Instant> closedUntil) {

  static final LimitReport NOTHING =
      new LimitReport(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * One limit.
   *
   * @param limit per window
   * @param window where it is empty, what was learned before, and at first a minute
   * @param fullAt when all of it will be there again
   */
  record Budget(
      OptionalLong limit,
      OptionalLong remaining,
      Optional<Duration> window,
      Optional<Instant> fullAt) {}
}
