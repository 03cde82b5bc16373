package dev.sluice.limit;

import dev.sluice.limit.LimitReport.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes of two budgets for the same thing one that keeps within both. Pure. */
final class StricterBudget {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private StricterBudget() {}

  /** The slower one's limit, the least that remains, full when both are. */
  static Budget of(Budget one, Budget other) {
    Budget slower = perSecond(one) <= perSecond(other) ? one : other;
    OptionalLong left = lesser(one.remaining(), other.remaining());
    return new Budget(
        slower.limit(),
        left.isPresent() ? lesser(left, slower.limit()) : left,
        slower.window(),
        later(one.fullAt(), other.fullAt()));
  }

  private static double perSecond(Budget budget) {
    return budget.limit().isPresent()
        ? (double) budget.limit().getAsLong() / budget.window().orElse(MINUTE).toSeconds()
        : Double.POSITIVE_INFINITY;
  }

  private static OptionalLong lesser(OptionalLong one, OptionalLong other) {
    if (one.isPresent() && other.isPresent()) {
      return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }
    return one.isPresent() ? one : other;
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).max(Instant::compareTo);
  }
}
