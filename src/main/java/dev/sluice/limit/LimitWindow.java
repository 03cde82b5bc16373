package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a limit is per, where its name does not say so. The same header is per minute with one
 * provider and per day with another. Pure.
 */
final class LimitWindow {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<Duration> USUAL =
      List.of(MINUTE, Duration.ofHours(1), Duration.ofDays(1));
  private static final double TOLERANCE = 0.05;

  /** The clocks of a provider and ours differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private LimitWindow() {}

  /**
   * From a budget that fills evenly: what was used of it comes back at limit / window. Empty when
   * that gives no usual window, as when too little was used to tell.
   */
  static Optional<Duration> ofEvenRefill(HeaderBudget budget, Instant now) {
    Optional<ResetTime> reset = budget.reset().filter(ResetTime::exact);
    if (reset.isEmpty() || budget.limit().isEmpty() || budget.remaining().isEmpty()) {
      return Optional.empty();
    }
    long limit = budget.limit().getAsLong();
    long used = limit - budget.remaining().getAsLong();
    if (used <= 0) {
      return Optional.empty();
    }
    double seconds = Duration.between(now, reset.get().at()).toNanos() / 1e9 * limit / used;
    return USUAL.stream()
        .filter(window -> Math.abs(seconds / window.toSeconds() - 1) <= TOLERANCE)
        .findFirst();
  }

  /** From a budget that fills at once: it is per no less than what is left until then. */
  static Optional<Duration> ofOneReset(HeaderBudget budget, Instant now) {
    return budget
        .reset()
        .map(reset -> Duration.between(now, reset.at()))
        .map(wait -> wait.minus(SKEW))
        .filter(wait -> wait.compareTo(MINUTE) > 0)
        .map(wait -> USUAL.stream().filter(w -> w.compareTo(wait) >= 0).findFirst().orElse(wait));
  }
}
