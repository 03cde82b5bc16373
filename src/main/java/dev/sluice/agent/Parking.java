package dev.sluice.agent;

import dev.sluice.model.chain.ChainException;
import java.time.Duration;
import java.util.Optional;

/** How long a run that nobody waits for is left alone when the model cannot be had. Pure. */
final class Parking {
  /** A claim costs a few writes: not to be made for less. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** So often a run is parked though others are answered; then the cause is taken to be its own. */
  private static final int ALONE_AT_MOST = 5;

  private Parking() {}

  /**
   * Empty when waiting is in vain. A run that was kept from calling comes back when it may call;
   * one that called in vain leaves the next trial to others and comes back ever later, because each
   * of its calls may cost money and may be what keeps the breaker open.
   *
   * @param parkings so often it was parked before
   */
  static Optional<Duration> delay(ChainException failure, int parkings) {
    Duration wait =
        failure.retryAfter().filter(asked -> asked.compareTo(SHORTEST) > 0).orElse(SHORTEST);
    if (!failure.hasReachedAModel()) {
      return Optional.of(wait);
    }
    if (failure.isAlone() && parkings >= ALONE_AT_MOST) {
      return Optional.empty();
    }
    Duration later = wait.multipliedBy(2L << Math.min(parkings, 10));
    Duration most = wait.compareTo(LONGEST) > 0 ? wait : LONGEST;
    return Optional.of(later.compareTo(most) > 0 ? most : later);
  }
}
