package dev.sluice.model.chain;

import dev.sluice.limit.Limiter;
import dev.sluice.model.Timers;
import dev.sluice.resilience.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What every turn of a chain works with. */
record Equipment(Guards guards, ChainSettings settings, InstantSource clock, Timers timers) {
  private static final String OPEN = "open";

  Limiter limiter() {
    return guards.limiter();
  }

  Breaker breaker(ModelTarget target) {
    return guards.breakers().get(target.breaker());
  }

  /** For how long it will be in vain to try the target; empty when it can be tried. */
  Optional<Duration> shut(ModelTarget target) {
    var state = breaker(target).state();
    return state
        .nextTrial()
        .filter(trial -> state.state().equals(OPEN))
        .map(trial -> Duration.between(clock.instant(), trial))
        .filter(Duration::isPositive);
  }

  /** Whether an attempt after the wait would have a chance to be done in time. */
  boolean fits(Duration wait, Instant deadline) {
    return !clock.instant().plus(wait).plus(settings.leastTime()).isAfter(deadline);
  }
}
