package dev.sluice.model;

import dev.sluice.message.Usage;
import java.util.OptionalLong;

/** Usage as one wire event reports it: what is absent keeps its earlier value. */
public record UsageUpdate(
    OptionalLong inputTokens,
    OptionalLong cacheWriteTokens,
    OptionalLong cacheWrite5mTokens,
    OptionalLong cacheWrite1hTokens,
    OptionalLong cacheReadTokens,
    OptionalLong outputTokens,
    OptionalLong thinkingTokens,
    OptionalLong webSearches) {

  /**
   * The totals after this report. An undivided cache-write count is taken as five-minute writes.
   */
  public Usage over(Usage before) {
    long hour = cacheWrite1hTokens.orElse(before.cacheWrite1hTokens());
    long five =
        cacheWrite5mTokens.orElseGet(
            () ->
                cacheWriteTokens.isPresent()
                    ? Math.max(0, cacheWriteTokens.getAsLong() - hour)
                    : before.cacheWrite5mTokens());
    return new Usage(
        inputTokens.orElse(before.inputTokens()),
        five,
        hour,
        cacheReadTokens.orElse(before.cacheReadTokens()),
        outputTokens.orElse(before.outputTokens()),
        thinkingTokens.orElse(before.thinkingTokens()),
        webSearches.orElse(before.webSearches()));
  }
}
