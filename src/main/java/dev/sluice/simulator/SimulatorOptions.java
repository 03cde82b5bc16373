package dev.sluice.simulator;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator behaves.
 *
 * @param port 0 picks a free one
 * @param script what it plays; where no rule applies, and without a script, the small agent answers
 * @param pace of replies that do not say their own
 * @param chunking of streams that do not say their own
 * @param strict whether thinking blocks must come back behind the exact prefix they were made for
 * @param cacheMinimum the shortest cached prefix in tokens for all models; each model's own if null
 * @param apiKey the only accepted key; any key if null
 * @param seed of all ids
 * @param remembered how many requests are kept
 * @param readerPatience how long a caller may leave a full stream unread
 * @param clock of rate limits and cache lives; paces follow real time
 */
public record SimulatorOptions(
    String host,
    int port,
    @Nullable Script script,
    Pace pace,
    RateLimits limits,
    boolean strict,
    Chunking chunking,
    @Nullable Integer cacheMinimum,
    @Nullable String apiKey,
    long seed,
    int remembered,
    Duration readerPatience,
    InstantSource clock) {

  private static final int REMEMBERED = 10_000;

  /** Loopback, any port, the small agent at a lifelike pace, generous limits, not strict. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions(
        "127.0.0.1",
        0,
        null,
        Pace.lifelike(),
        RateLimits.generous(),
        false,
        new Chunking.Whole(),
        null,
        null,
        0,
        REMEMBERED,
        Duration.ofMinutes(10),
        InstantSource.system());
  }

  public SimulatorOptions withHost(String value) {
    return new SimulatorOptions(
        value,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withPort(int value) {
    return new SimulatorOptions(
        host,
        value,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withScript(@Nullable Script value) {
    return new SimulatorOptions(
        host,
        port,
        value,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withPace(Pace value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        value,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withLimits(RateLimits value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        value,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withStrict(boolean value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        value,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withChunking(Chunking value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        value,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withCacheMinimum(@Nullable Integer value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        value,
        apiKey,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withApiKey(@Nullable String value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        value,
        seed,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withSeed(long value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        value,
        remembered,
        readerPatience,
        clock);
  }

  public SimulatorOptions withRemembered(int value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        value,
        readerPatience,
        clock);
  }

  public SimulatorOptions withReaderPatience(Duration value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        value,
        clock);
  }

  public SimulatorOptions withClock(InstantSource value) {
    return new SimulatorOptions(
        host,
        port,
        script,
        pace,
        limits,
        strict,
        chunking,
        cacheMinimum,
        apiKey,
        seed,
        remembered,
        readerPatience,
        value);
  }

  @Override
  public String toString() {
    return "SimulatorOptions[%s:%d, strict=%s, %s, %s]".formatted(host, port, strict, pace, limits);
  }
}
