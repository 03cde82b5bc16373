package dev.sluice.message;

/**
 * Tokens and server-tool uses of one or more model calls, by kind of price. {@code inputTokens} are
 * the uncached ones; {@code thinkingTokens} are part of {@code outputTokens}.
 */
public record Usage(
    long inputTokens,
    long cacheWrite5mTokens,
    long cacheWrite1hTokens,
    long cacheReadTokens,
    long outputTokens,
    long thinkingTokens,
    long webSearches) {

  public static final Usage ZERO = new Usage(0, 0, 0, 0, 0, 0, 0);

  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, 0, 0, 0, outputTokens, 0, 0);
  }

  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        cacheWrite5mTokens + other.cacheWrite5mTokens,
        cacheWrite1hTokens + other.cacheWrite1hTokens,
        cacheReadTokens + other.cacheReadTokens,
        outputTokens + other.outputTokens,
        thinkingTokens + other.thinkingTokens,
        webSearches + other.webSearches);
  }

  /** Everything that the model read: uncached, written to cache, read from cache. */
  public long totalInputTokens() {
    return inputTokens + cacheWrite5mTokens + cacheWrite1hTokens + cacheReadTokens;
  }
}
