package dev.sluice.model.chain;

import dev.sluice.model.ModelException;
import java.time.Duration;
import java.util.Optional;

/** The turn cannot be had from any target. Expected, so without a stack trace. */
public final class ChainException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ModelException failure;
  private final transient Optional<Duration> retryAfter;
  private final boolean outage;
  private final boolean reached;
  private final boolean alone;

  ChainException(
      ModelException failure,
      Optional<Duration> retryAfter,
      boolean outage,
      boolean reached,
      boolean alone) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
    this.retryAfter = retryAfter;
    this.outage = outage;
    this.reached = reached;
    this.alone = alone;
  }

  /** The most telling of the failures. */
  public ModelException failure() {
    return failure;
  }

  /** When it may be worth another try: always told of an outage. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** A call was made in vain; else breakers and limits kept the turn from making any. */
  public boolean hasReachedAModel() {
    return reached;
  }

  /** Whoever failed this turn has just answered others: the cause may lie in the request. */
  public boolean isAlone() {
    return reached && alone;
  }

  /** The same turn has a chance later, and doing it again does no harm. */
  public boolean isOutage() {
    return outage;
  }
}
