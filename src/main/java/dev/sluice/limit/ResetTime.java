package dev.sluice.limit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a header says that a budget is full again. Providers write it as a date (RFC 3339), as a
 * duration with units ({@code 6m0s}), as seconds from now or as seconds or milliseconds since 1970;
 * the form tells which it is. Pure; any input is allowed.
 *
 * @param at never before the answer came, never later than the bound
 * @param exact whether one can compute with it: it is a duration, told to a twentieth of itself
 */
record ResetTime(Instant at, boolean exact) {
  private static final Duration EXACT_IN_SECONDS = Duration.ofSeconds(20);
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|µs|μs|ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(?:\\.\\d{0,18})?");
  private static final double EPOCH_SECONDS_FROM = 1e9;
  private static final double EPOCH_MILLIS_FROM = 1e12;
  private static final int LONGEST_TEXT = 64;

  /** Empty when it cannot be read or is not positive, which some servers send for "unknown". */
  static Optional<ResetTime> parse(String header, Instant now, Duration longest) {
    String text = header.strip();
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    return until(text, now, longest)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(longest) > 0 ? longest : wait)
        .map(wait -> new ResetTime(now.plus(wait), isExact(text, wait)));
  }

  private static Optional<Duration> until(String text, Instant now, Duration longest) {
    if (text.contains("-") && text.toUpperCase(Locale.ROOT).contains("T")) {
      return date(text, now);
    }
    return isDuration(text) ? units(text, longest) : number(text, now, longest);
  }

  private static boolean isExact(String text, Duration wait) {
    return isDuration(text)
        && (text.contains(".") || text.endsWith("ms") || wait.compareTo(EXACT_IN_SECONDS) >= 0);
  }

  private static boolean isDuration(String text) {
    char last = text.charAt(text.length() - 1);
    return last == 's' || last == 'm' || last == 'h' || last == 'd';
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      return Optional.of(Duration.between(now, OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> units(String text, Duration longest) {
    Matcher part = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (part.lookingAt()) {
      seconds += Double.parseDouble(part.group(1)) * secondsIn(part.group(2));
      end = part.end();
      part.region(end, text.length());
    }
    return end == text.length() ? Optional.of(seconds(seconds, longest)) : Optional.empty();
  }

  private static double secondsIn(String unit) {
    return switch (unit) {
      case "ns" -> 1e-9;
      case "ms" -> 1e-3;
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      case "d" -> 86_400;
      default -> 1e-6;
    };
  }

  private static Optional<Duration> number(String text, Instant now, Duration longest) {
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (value <= 0) {
      return Optional.empty();
    }
    if (value < EPOCH_SECONDS_FROM) {
      return Optional.of(seconds(value, longest));
    }
    double epoch = value < EPOCH_MILLIS_FROM ? value : value / 1000;
    return Optional.of(seconds(epoch - now.toEpochMilli() / 1000.0, longest));
  }

  /** To the microsecond; what lies beyond the bound becomes the bound before it overflows. */
  private static Duration seconds(double value, Duration longest) {
    return value >= longest.toSeconds() + 1
        ? longest
        : Duration.ofNanos(Math.round(value * 1e6) * 1000);
  }
}
