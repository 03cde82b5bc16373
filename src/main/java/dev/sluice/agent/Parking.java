package dev.sluice.agent;

import java.time.Duration;
import java.util.Optional;

/** How long a run that nobody waits for is left alone when the model cannot be had. Pure. */
final class Parking {
  /** Where nobody said when to come back. What breaks down is guarded by its breaker meanwhile. */
  private static final Duration USUAL = Duration.ofSeconds(15);

  /** A claim costs a few writes: not to be made for less. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private Parking() {}

  static Duration delay(Optional<Duration> retryAfter) {
    return retryAfter.map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait).orElse(USUAL);
  }
}
