package dev.sluice.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers in the file: plain decimal digits, grouped by {@code _} where it helps the eye. */
final class NumberText {
  private static final int MAX_LENGTH = 40;
  private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0|[1-9](?:_?[0-9])*)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:0|[1-9](?:_?[0-9])*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?");

  private NumberText() {}

  static int parseInt(String text) throws Refusal {
    return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static long parseLong(String text) throws Refusal {
    return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  static double parseDouble(String text) throws Refusal {
    return parseDecimal(text).doubleValue();
  }

  static BigDecimal parseDecimal(String text) throws Refusal {
    if (!isDecimal(text)) {
      throw new Refusal("must be a number");
    }
    return new BigDecimal(digits(text));
  }

  static boolean isWhole(String text) {
    return text.length() <= MAX_LENGTH && WHOLE.matcher(text).matches();
  }

  static boolean isDecimal(String text) {
    return text.length() <= MAX_LENGTH && DECIMAL.matcher(text).matches();
  }

  /** Only for a text that {@link #isWhole}. */
  static BigInteger wholeOf(String text) {
    return new BigInteger(digits(text));
  }

  private static long whole(String text, long min, long max) throws Refusal {
    if (!isWhole(text)) {
      throw new Refusal("must be a whole number");
    }
    BigInteger value = wholeOf(text);
    if (value.compareTo(BigInteger.valueOf(min)) < 0
        || value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new Refusal("must be a whole number from " + min + " to " + max);
    }
    return value.longValueExact();
  }

  private static String digits(String text) {
    return text.replace("_", "");
  }

  /** The exact value of any number that a component can hold. */
  static BigDecimal exact(Object number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }

  static String render(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
