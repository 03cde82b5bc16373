package dev.sluice.resilience;

import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.ApiError;
import dev.sluice.model.ModelException.Timeout.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which failures of a model call may be tried again and after how long: the rules of the provider's
 * own libraries, and besides, what they leave to their users: streams that broke in the middle.
 *
 * <p>Pure but for the random numbers. As safe for threads as its generator.
 */
public final class RetryPolicy {
  /** Money is gone until somebody pays or a month ends. */
  private static final Set<String> SPEND_LIMITS =
      Set.of(
          "enforced_spend_limit_reached",
          "contract_spend_limit_reached",
          "linked_organization_spend_limit_reached");

  private final RetryConfig config;
  private final Backoff backoff;

  public RetryPolicy(RetryConfig config, RandomGenerator random) {
    this.config = config;
    this.backoff = new Backoff(config, random);
  }

  /**
   * The wait before the next attempt; empty when the call is not to be tried again: the failure
   * would come again, the attempts are used up, or the provider asks for a longer wait than {@link
   * RetryConfig#maxWait()}.
   *
   * @param retries made so far for this call
   */
  public Optional<Duration> delay(ModelException failure, int retries) {
    if (retries >= config.maxRetries() || !mayHelp(failure)) {
      return Optional.empty();
    }
    return Optional.of(asked(failure).orElseGet(() -> backoff.after(retries)))
        .filter(wait -> wait.compareTo(config.maxWait()) <= 0);
  }

  /** Whether the failure is somebody else's trouble that goes away: another model may help now. */
  public static boolean isOutage(ModelException failure) {
    return switch (failure) {
      case ModelException.Api api ->
          !isSpendLimit(api.error()) && (isPressure(api) || isServerTrouble(api));
      case ModelException.Timeout timeout -> !isTooLong(timeout);
      case ModelException.Connection _,
          ModelException.Truncated _,
          ModelException.CircuitOpen _,
          ModelException.NoRoom _ ->
          true;
      case ModelException.Cancelled _, ModelException.NoTimeLeft _ -> false;
    };
  }

  /**
   * Whether the failure says that the model is not well. What the caller did wrong does not, and
   * neither does a rate limit.
   */
  public static boolean countsAgainstBreaker(ModelException failure) {
    return switch (failure) {
      case ModelException.Api api -> isServerTrouble(api);
      case ModelException.Timeout timeout -> !isTooLong(timeout);
      case ModelException.Connection _, ModelException.Truncated _ -> true;
      case ModelException.CircuitOpen _,
          ModelException.NoRoom _,
          ModelException.Cancelled _,
          ModelException.NoTimeLeft _ ->
          false;
    };
  }

  /** Whether the money at the provider is used up, which no retry brings back. */
  public static boolean isSpendLimit(ModelException failure) {
    return failure instanceof ModelException.Api api && isSpendLimit(api.error());
  }

  /** Beside what the provider says, all that speaks of a model that is not well. */
  private static boolean mayHelp(ModelException failure) {
    return failure instanceof ModelException.Api api
        ? !isSpendLimit(api.error())
            && api.error()
                .shouldRetry()
                .orElseGet(() -> isPressure(api) || isServerTrouble(api) || status(api) == 409)
        : countsAgainstBreaker(failure);
  }

  private static boolean isSpendLimit(ApiError error) {
    return error.errorCode().filter(SPEND_LIMITS::contains).isPresent();
  }

  private static boolean isPressure(ModelException.Api api) {
    return isInStream(api) ? api instanceof ModelException.RateLimited : status(api) == 429;
  }

  /** The status says so; within a stream it is 200, and only the kind of the error does. */
  private static boolean isServerTrouble(ModelException.Api api) {
    return isInStream(api)
        ? api instanceof ModelException.Overloaded || api instanceof ModelException.Server
        : status(api) == 408 || status(api) >= 500;
  }

  private static boolean isInStream(ModelException.Api api) {
    return status(api) < 300;
  }

  private static int status(ModelException.Api api) {
    return api.error().head().status();
  }

  /** The model was well and wrote until the time was up: it would write as long again. */
  private static boolean isTooLong(ModelException.Timeout timeout) {
    return timeout.clock() == Clock.CALL && timeout.partial().receivedChars() > 0;
  }

  private static Optional<Duration> asked(ModelException failure) {
    return failure instanceof ModelException.Api api
        ? api.error().retryAfter().filter(Duration::isPositive)
        : Optional.empty();
  }
}
