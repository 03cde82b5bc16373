package dev.sluice.model.chain;

import dev.sluice.limit.Settlement;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.PartialReply;
import dev.sluice.resilience.RetryPolicy;

/** What a failed call means to the budgets. Pure. */
final class CallEnd {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int OK = 200;

  private CallEnd() {}

  static Settlement settlement(ModelRequest request, ModelException failure) {
    PartialReply partial = failure.partial();
    if (!partial.sent()) {
      return new Settlement.NotSent();
    }
    if (failure instanceof ModelException.Api api && api.error().head().status() != OK) {
      return refused(api);
    }
    return partial.started()
        ? new Settlement.Used(CallSize.used(request, partial))
        : new Settlement.Unknown();
  }

  /** Where money is short, the rate has room: the budget must stay open for who pays. */
  private static Settlement refused(ModelException.Api api) {
    boolean limited =
        api.error().head().status() == TOO_MANY_REQUESTS && !RetryPolicy.isSpendLimit(api);
    return limited
        ? new Settlement.RateLimited(api.error().head(), api.error().retryAfter())
        : new Settlement.Refused();
  }
}
