package dev.sluice.limit;

/**
 * What a call will take of the budgets, as far as one can say before it.
 *
 * @param inputTokens without what is expected to be read from the provider's cache
 * @param outputTokens expected, not the bound {@code max_tokens}
 */
public record Estimate(long inputTokens, long outputTokens) {
  public Estimate {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException("an estimate must not be negative");
    }
  }
}
