package dev.sluice.ops;

import java.time.Instant;
import java.util.Optional;

/**
 * One circuit breaker.
 *
 * @param name what it guards
 * @param failuresInRow since the last success
 * @param nextTrial when it lets a call through again; present while it is open
 */
public record BreakerFact(
    String name, State state, int failuresInRow, Optional<Instant> nextTrial) {

  /** Whether calls pass. */
  public enum State {
    CLOSED("closed"),
    /** One call is on trial. */
    HALF_OPEN("half_open"),
    /** No call passes. */
    OPEN("open");

    private final String wire;

    State(String wire) {
      this.wire = wire;
    }

    /** The name in the answer. */
    public String wire() {
      return wire;
    }
  }
}
