package dev.sluice.tool.builtin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How big and how small a number the calculator works with, so that each step stays cheap. */
final class Magnitude {
  static final MathContext PRECISION = new MathContext(100, RoundingMode.HALF_EVEN);
  static final int MAX_EXPONENT = 1000;
  static final String EXCEEDED =
      "a number is too big or too small: only 10^-" + MAX_EXPONENT + " to 10^" + MAX_EXPONENT;

  private Magnitude() {}

  static boolean isBounded(BigDecimal number) {
    return number.signum() == 0
        ? Math.abs((long) number.scale()) <= MAX_EXPONENT
        : Math.abs((long) number.precision() - number.scale()) <= MAX_EXPONENT;
  }

  /** Whether base^exponent is bounded, by logarithms: computing it to find out may never end. */
  static boolean isPowerBounded(BigDecimal base, BigDecimal exponent) {
    if (base.signum() == 0) {
      return true;
    }
    BigDecimal rounded = base.abs().round(MathContext.DECIMAL64);
    double log10 = Math.log10(rounded.unscaledValue().doubleValue()) - rounded.scale();
    return Math.abs(log10 * exponent.doubleValue()) <= MAX_EXPONENT;
  }
}
