package dev.sluice.agent;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.PartialReply;
import dev.sluice.money.PriceTable;
import java.util.Optional;

/** What a call cost that brought no turn. The provider's figure did not come, so this is ours. */
final class LostCall {
  /** Fewer than the usual four, so that the estimate is rather too high than too low. */
  private static final int CHARS_PER_TOKEN = 3;

  private LostCall() {}

  /** Empty when the call was refused or never sent: that costs nothing. */
  static Optional<CallCharged> charge(
      int turn, ModelRequest request, ModelException failure, PriceTable prices) {
    if (!failure.partial().sent() || isRefused(failure)) {
      return Optional.empty();
    }
    Usage usage = estimate(request, failure.partial());
    return Optional.of(
        new CallCharged(
            turn,
            request.model(),
            usage,
            prices.costMicros(request.model(), usage),
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

  private static Usage estimate(ModelRequest request, PartialReply partial) {
    if (!partial.started()) {
      return Usage.of(tokens(chars(request)), 0);
    }
    Usage known = partial.usage();
    long output = Math.max(known.outputTokens(), tokens(partial.receivedChars()));
    return new Usage(
        known.inputTokens(),
        known.cacheWrite5mTokens(),
        known.cacheWrite1hTokens(),
        known.cacheReadTokens(),
        output,
        known.thinkingTokens(),
        known.webSearches());
  }

  private static long chars(ModelRequest request) {
    return request.system().length()
        + request.tools().length()
        + request.messages().stream().map(Message::content).mapToLong(String::length).sum();
  }

  private static long tokens(long chars) {
    return Math.ceilDiv(chars, CHARS_PER_TOKEN);
  }
}
