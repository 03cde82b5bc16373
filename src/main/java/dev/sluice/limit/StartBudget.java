package dev.sluice.limit;

import dev.sluice.config.Doc;
import dev.sluice.config.Range;

/** What a provider is believed to allow per minute, until its headers say better. */
public record StartBudget(
    @Doc("Requests per minute.") @Range(min = 1, max = 1_000_000) long requests,
    @Doc("Input tokens per minute, without what is read from the provider's cache.")
        @Range(min = 1, max = 1_000_000_000)
        long inputTokens,
    @Doc("Output tokens per minute.") @Range(min = 1, max = 1_000_000_000) long outputTokens) {

  /**
   * The smallest group of the lowest standard tier: right or too small for all but new accounts.
   */
  public static StartBudget defaults() {
    return new StartBudget(1_000, 500_000, 100_000);
  }
}
