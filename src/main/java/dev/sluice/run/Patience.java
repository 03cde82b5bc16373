package dev.sluice.run;

import dev.sluice.agent.AgentResult;
import java.time.Duration;

/**
 * How long a run goes on being parked. Pure.
 *
 * @param bound so long it may be idle in all
 * @param idle so long it has been
 */
record Patience(Duration bound, Duration idle) {
  /** Guards against a run that is claimed and parked in a circle. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final double JITTER = 0.25;

  /** The result, unless it asks for another wait and there were enough: then it is the failure. */
  AgentResult judge(AgentResult result) {
    return result instanceof AgentResult.Parked parked && !left().isPositive()
        ? new AgentResult.Failed(parked.transcript(), parked.failure(), "")
        : result;
  }

  /**
   * The delay asked for and up to a quarter more, so that not all come back at once; the last one
   * ends with the patience.
   *
   * @param random from 0 to 1
   */
  Duration delay(Duration asked, double random) {
    Duration base = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    Duration spread = base.plusMillis((long) (base.toMillis() * JITTER * random));
    return spread.compareTo(left()) < 0 ? spread : left();
  }

  private Duration left() {
    return bound.minus(idle);
  }
}
