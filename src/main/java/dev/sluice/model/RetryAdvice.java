package dev.sluice.model;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers say about a retry. A wait that is not positive or cannot be read counts
 * as not said; one beyond a year is a year.
 */
public record RetryAdvice(Optional<Duration> after, Optional<Boolean> retry) {
  private static final Duration LONGEST = Duration.ofDays(365);

  public static RetryAdvice of(Map<String, String> headers, Instant now) {
    Optional<Duration> after =
        scaled(headers.get("retry-after-ms"), 1)
            .or(() -> scaled(headers.get("retry-after"), 1000))
            .or(() -> until(headers.get("retry-after"), now));
    return new RetryAdvice(after, should(headers.get("x-should-retry")));
  }

  private static Optional<Duration> scaled(@Nullable String number, int millisPerUnit) {
    if (number == null || number.length() > 30) {
      return Optional.empty();
    }
    try {
      BigDecimal millis =
          new BigDecimal(number.strip()).multiply(BigDecimal.valueOf(millisPerUnit));
      BigDecimal longest = BigDecimal.valueOf(LONGEST.toMillis());
      return positive(
          millis.compareTo(longest) > 0
              ? LONGEST
              : Duration.ofNanos(millis.movePointRight(6).longValue()));
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> until(@Nullable String date, Instant now) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      var then = ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(now, then.toInstant());
      return positive(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> positive(Duration wait) {
    return wait.isPositive() ? Optional.of(wait) : Optional.empty();
  }

  private static Optional<Boolean> should(@Nullable String value) {
    return switch (value) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      case null, default -> Optional.empty();
    };
  }
}
