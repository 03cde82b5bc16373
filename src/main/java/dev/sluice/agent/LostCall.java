package dev.sluice.agent;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelException;
import dev.sluice.model.chain.CallSize;
import dev.sluice.model.chain.ChainEvent.AttemptEnded;
import dev.sluice.money.PriceTable;
import java.util.Optional;

/** What a call cost that brought no turn. The provider's figure did not come, so this is ours. */
final class LostCall {
  private LostCall() {}

  /** Empty when the call was refused or never sent: that costs nothing. */
  static Optional<CallCharged> charge(int turn, AttemptEnded attempt, PriceTable prices) {
    ModelException failure = attempt.failure();
    if (!failure.partial().sent() || isRefused(failure)) {
      return Optional.empty();
    }
    Usage usage = CallSize.used(attempt.request(), failure.partial());
    return Optional.of(
        new CallCharged(
            turn,
            attempt.target().maker(),
            usage,
            prices.costMicros(attempt.target().price(), usage),
            true,
            requestId(failure)));
  }

  static Optional<String> requestId(ModelException failure) {
    return failure instanceof ModelException.Api api
        ? api.error().head().requestId()
        : Optional.empty();
  }

  /** An error in place of an answer; one in mid-stream comes with status 200. */
  private static boolean isRefused(ModelException failure) {
    return failure instanceof ModelException.Api api && api.error().head().status() != 200;
  }
}
