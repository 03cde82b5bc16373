package dev.sluice.store.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as the server has them: to the microsecond, from 4713 BC to the year 294276. */
final class Times {
  private static final Instant FIRST = Instant.parse("-4000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+200000-01-01T00:00:00Z");

  private Times() {}

  /** Times that do not fit, such as {@link Instant#MAX} for never, become the nearest that does. */
  static OffsetDateTime of(Instant time) {
    Instant fitting = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    return exact(fitting).atOffset(ZoneOffset.UTC);
  }

  /** The time as it will be read back. */
  static Instant exact(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
