package dev.sluice.money;

import dev.sluice.message.Usage;
import java.util.Optional;

/**
 * The price of one model.
 *
 * @param longContext other rates for the whole call once its total input exceeds the step
 * @param webSearchMicros micro-dollars for one web search of the provider's own tool
 */
public record ModelPrice(Rates rates, Optional<LongContext> longContext, long webSearchMicros) {
  private static final long MILLION = 1_000_000;

  /** Micro-dollars for a million tokens of each kind: a dollar price times a million. */
  public record Rates(
      long input, long cacheWrite5m, long cacheWrite1h, long cacheRead, long output) {
    long times(Usage usage) {
      return usage.inputTokens() * input
          + usage.cacheWrite5mTokens() * cacheWrite5m
          + usage.cacheWrite1hTokens() * cacheWrite1h
          + usage.cacheReadTokens() * cacheRead
          + usage.outputTokens() * output;
    }
  }

  /** The rates above {@code overTokens} of total input. */
  public record LongContext(long overTokens, Rates rates) {}

  /** Exact, then rounded half up once. */
  public long costMicros(Usage usage) {
    long scaled = ratesFor(usage).times(usage);
    return (scaled + MILLION / 2) / MILLION + usage.webSearches() * webSearchMicros;
  }

  private Rates ratesFor(Usage usage) {
    return longContext
        .filter(step -> usage.totalInputTokens() > step.overTokens())
        .map(LongContext::rates)
        .orElse(rates);
  }
}
