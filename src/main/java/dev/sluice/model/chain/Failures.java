package dev.sluice.model.chain;

import dev.sluice.model.ModelException;
import dev.sluice.resilience.RetryPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The last failure of each target of one turn, in the order in which they were tried. */
final class Failures {
  private final Map<ModelTarget, ModelException> last = new LinkedHashMap<>();

  void add(ModelTarget target, ModelException failure) {
    last.put(target, failure);
  }

  /**
   * No target is left. Waiting helps when it helps with any of them.
   *
   * @param usual how long an outage is given where no target said when to come back
   * @param answers whether the target gives whole answers to others
   */
  ChainException exhausted(Duration usual, Predicate<ModelTarget> answers) {
    boolean outage = last.values().stream().anyMatch(RetryPolicy::isOutage);
    Optional<Duration> wait = retryAfter().or(() -> outage ? Optional.of(usual) : Optional.empty());
    return new ChainException(mostTelling(), wait, outage, reached(), isAlone(answers));
  }

  /** A call was made and failed: more than being kept from making one. */
  private boolean reached() {
    return last.entrySet().stream().anyMatch(Failures::isVain);
  }

  /** Every target that this turn reached in vain answers others. */
  private boolean isAlone(Predicate<ModelTarget> answers) {
    return last.entrySet().stream()
        .filter(Failures::isVain)
        .allMatch(entry -> answers.test(entry.getKey()));
  }

  /** A rate limit says nothing about the request. */
  private static boolean isVain(Map.Entry<ModelTarget, ModelException> entry) {
    return isCalled(entry) && !(entry.getValue() instanceof ModelException.RateLimited);
  }

  /** What was asked for says more than what stands in for it, and a call more than no call. */
  private ModelException mostTelling() {
    return last.entrySet().stream()
        .min(
            Comparator.comparing((Map.Entry<ModelTarget, ModelException> e) -> !isCalled(e))
                .thenComparing(e -> !e.getKey().isPrimary()))
        .map(Map.Entry::getValue)
        .orElseThrow(() -> new IllegalStateException("nothing has failed"));
  }

  private static boolean isCalled(Map.Entry<ModelTarget, ModelException> entry) {
    return switch (entry.getValue()) {
      case ModelException.CircuitOpen _, ModelException.NoRoom _ -> false;
      default -> true;
    };
  }

  private Optional<Duration> retryAfter() {
    return last.values().stream()
        .flatMap(failure -> retryAfter(failure).stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Duration> retryAfter(ModelException failure) {
    return switch (failure) {
      case ModelException.CircuitOpen open -> Optional.of(open.retryAfter());
      case ModelException.NoRoom none -> Optional.of(none.retryAfter());
      case ModelException.Api api -> api.error().retryAfter();
      case ModelException.Connection _,
          ModelException.Timeout _,
          ModelException.Truncated _,
          ModelException.Cancelled _,
          ModelException.NoTimeLeft _ ->
          Optional.empty();
    };
  }
}
