package dev.sluice.resilience;

import dev.sluice.message.Usage;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.ApiError;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Failures of model calls as the client reports them. */
final class ModelFailures {
  private ModelFailures() {}

  static ApiError error(int status) {
    return new ApiError(
        new ResponseHead(status, Optional.of("req_1"), Map.of()),
        "some_error",
        "no",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static ApiError coded(ApiError error, String code) {
    return new ApiError(
        error.head(),
        error.type(),
        error.message(),
        Optional.of(code),
        error.retryAfter(),
        error.shouldRetry());
  }

  static ApiError advised(ApiError error, boolean shouldRetry) {
    return new ApiError(
        error.head(),
        error.type(),
        error.message(),
        error.errorCode(),
        error.retryAfter(),
        Optional.of(shouldRetry));
  }

  static ApiError after(ApiError error, Duration retryAfter) {
    return new ApiError(
        error.head(),
        error.type(),
        error.message(),
        error.errorCode(),
        Optional.of(retryAfter),
        error.shouldRetry());
  }

  /** The answer to a request, before any stream. */
  static ModelException answered(ApiError error) {
    return kind(error.head().status()).apply(error, PartialReply.UNANSWERED);
  }

  static ModelException answered(int status) {
    return answered(error(status));
  }

  static PartialReply received(long chars) {
    return new PartialReply(true, true, List.of(), Usage.ZERO, chars);
  }

  private static BiFunction<ApiError, PartialReply, ModelException> kind(int status) {
    return switch (status) {
      case 401 -> ModelException.Authentication::new;
      case 402, 403 -> ModelException.Permission::new;
      case 413 -> ModelException.TooLarge::new;
      case 429 -> ModelException.RateLimited::new;
      case 529 -> ModelException.Overloaded::new;
      default ->
          status == 408 || status >= 500
              ? ModelException.Server::new
              : ModelException.BadRequest::new;
    };
  }
}
