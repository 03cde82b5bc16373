package dev.sluice.limit;

import dev.sluice.limit.LimitReport.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One limit as told by up to three headers: a bound, what remains of it, when it is full again.
 * Pure; any text is allowed.
 */
record HeaderBudget(
    OptionalLong limit,
    OptionalLong remaining,
    Optional<Duration> window,
    Optional<ResetTime> reset,
    boolean resetTold) {

  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})(?:\\.\\d{0,18})?");
  private static final long LARGEST = 1_000_000_000_000L;

  static HeaderBudget of(
      Optional<String> limit, Optional<String> remaining, Optional<Duration> window) {
    return new HeaderBudget(
        positive(quantity(limit)), quantity(remaining), window, Optional.empty(), false);
  }

  /** The same with a reset: told, though perhaps in a way that means nothing. */
  HeaderBudget resetting(Optional<String> text, Instant now, Duration longest) {
    return new HeaderBudget(
        limit,
        remaining,
        window,
        text.flatMap(t -> ResetTime.parse(t, now, longest)),
        text.isPresent());
  }

  HeaderBudget per(Optional<Duration> otherWindow) {
    return new HeaderBudget(limit, remaining, otherWindow, reset, resetTold);
  }

  /**
   * Empty when nothing of use was told.
   *
   * @param refused whether the answer was a 429
   */
  Optional<Budget> read(Instant now, boolean refused) {
    OptionalLong left = isBelievable(now, refused) ? remaining : OptionalLong.empty();
    if (limit.isEmpty() && left.isEmpty()) {
      return Optional.empty();
    }
    if (limit.isPresent() && left.isPresent() && left.getAsLong() > limit.getAsLong()) {
      left = limit;
    }
    return Optional.of(new Budget(limit, left, window, reset.map(ResetTime::at)));
  }

  /** Some servers send zeros for "unknown": nothing remains only where the rest goes with that. */
  private boolean isBelievable(Instant now, boolean refused) {
    if (refused || remaining.isEmpty() || remaining.getAsLong() > 0) {
      return true;
    }
    return limit.isPresent() && (!resetTold || reset.filter(r -> r.at().isAfter(now)).isPresent());
  }

  /** Below 0 is how some servers say that they do not know. */
  private static OptionalLong quantity(Optional<String> text) {
    return text.map(String::strip)
        .map(QUANTITY::matcher)
        .filter(found -> found.matches())
        .map(found -> OptionalLong.of(Math.min(LARGEST, Long.parseLong(found.group(1)))))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong positive(OptionalLong value) {
    return value.isPresent() && value.getAsLong() > 0 ? value : OptionalLong.empty();
  }
}
