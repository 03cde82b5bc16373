package dev.sluice.money;

import dev.sluice.config.Doc;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Range;
import java.math.BigDecimal;
import java.util.Optional;

/** The price of one model as written in the price file: dollars for a million tokens. */
public record PriceRow(
    @Doc("Uncached input.") @Range(min = 0) BigDecimal input,
    @Doc("Input written to the cache for five minutes.") @Range(min = 0) BigDecimal cacheWrite5m,
    @Doc("Input written to the cache for an hour.") @Range(min = 0) BigDecimal cacheWrite1h,
    @Doc("Input read from the cache.") @Range(min = 0) BigDecimal cacheRead,
    @Doc("Output, thinking included.") @Range(min = 0) BigDecimal output,
    @Doc("One web search of the provider's own tool, in dollars.") Optional<BigDecimal> webSearch,
    @Doc("Other rates once a call's total input exceeds a step.")
        Optional<LongContextRow> longContext,
    @Doc("The day these figures were looked up.") @NotBlank String asOf,
    @Doc("Where they were found.") @NotBlank String source) {
  private static final int MICROS_DIGITS = 6;

  /** Rates above {@code over_tokens} of total input, cached input counted. */
  public record LongContextRow(
      @Doc("The step, in tokens.") @Range(min = 1) long overTokens,
      @Doc("Uncached input.") @Range(min = 0) BigDecimal input,
      @Doc("Input written to the cache for five minutes.") @Range(min = 0) BigDecimal cacheWrite5m,
      @Doc("Input written to the cache for an hour.") @Range(min = 0) BigDecimal cacheWrite1h,
      @Doc("Input read from the cache.") @Range(min = 0) BigDecimal cacheRead,
      @Doc("Output, thinking included.") @Range(min = 0) BigDecimal output) {

    private ModelPrice.LongContext price() {
      return new ModelPrice.LongContext(
          overTokens,
          new ModelPrice.Rates(
              micros(input),
              micros(cacheWrite5m),
              micros(cacheWrite1h),
              micros(cacheRead),
              micros(output)));
    }
  }

  /** In micro-dollars; throws {@link ArithmeticException} for more than six decimal places. */
  public ModelPrice price() {
    return new ModelPrice(
        new ModelPrice.Rates(
            micros(input),
            micros(cacheWrite5m),
            micros(cacheWrite1h),
            micros(cacheRead),
            micros(output)),
        longContext.map(LongContextRow::price),
        webSearch.map(PriceRow::micros).orElse(0L));
  }

  private static long micros(BigDecimal dollars) {
    return dollars.movePointRight(MICROS_DIGITS).longValueExact();
  }
}
