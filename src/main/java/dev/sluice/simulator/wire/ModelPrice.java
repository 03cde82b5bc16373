package dev.sluice.simulator.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** Dollars per million tokens of each kind, which is the same number as micro-dollars per token. */
public record ModelPrice(
    BigDecimal input,
    @JsonProperty("cache_write_5m") BigDecimal cacheWrite5m,
    @JsonProperty("cache_write_1h") BigDecimal cacheWrite1h,
    BigDecimal cacheRead,
    BigDecimal output) {

  /** The exact price of these tokens in micro-dollars. */
  BigDecimal microDollars(Usage usage) {
    return times(input, usage.input())
        .add(times(cacheWrite5m, usage.cacheWrite5m()))
        .add(times(cacheWrite1h, usage.cacheWrite1h()))
        .add(times(cacheRead, usage.cacheRead()))
        .add(times(output, usage.output()));
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens));
  }
}
