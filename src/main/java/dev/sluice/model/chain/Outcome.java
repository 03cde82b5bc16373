package dev.sluice.model.chain;

import dev.sluice.model.ModelException;
import dev.sluice.model.ModelRequest;
import java.time.Duration;
import java.util.Optional;

/** How one attempt at one target ended. */
sealed interface Outcome {

  record Answered(ChainReply reply) implements Outcome {}

  /** No call was made: the breaker is open, or the limiter has no room. */
  record NotMade(ModelException failure) implements Outcome {}

  record Failed(
      ModelRequest request,
      ModelException failure,
      StreamWatch seen,
      Duration duration,
      Optional<Duration> untilFirstContent)
      implements Outcome {}
}
