package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time as nanoseconds since the core began; it never goes back, whatever the clock does. */
final class Ticks {
  /** Later than anything that happens, and still safe to add to. */
  static final long NEVER = 1L << 61;

  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;

  private final InstantSource clock;
  private final Instant origin;
  private long latest;

  Ticks(InstantSource clock) {
    this.clock = clock;
    this.origin = clock.instant();
  }

  long now() {
    latest = Math.max(latest, at(clock.instant()));
    return latest;
  }

  /** What is out of range is taken as very early or as never. */
  long at(Instant instant) {
    return length(Duration.between(origin, instant));
  }

  Instant instant(long tick) {
    return origin.plusNanos(tick);
  }

  static long length(Duration duration) {
    if (Math.abs(duration.toSeconds()) >= NEVER / SECOND) {
      return duration.isNegative() ? -NEVER : NEVER;
    }
    return duration.toNanos();
  }
}
