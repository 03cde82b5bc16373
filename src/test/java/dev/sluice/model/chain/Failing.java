package dev.sluice.model.chain;

import dev.sluice.message.Usage;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.ApiError;
import dev.sluice.model.ModelException.Timeout.Clock;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Failures as a model API gives them. */
public final class Failing {
  private Failing() {}

  public static ModelException overloaded() {
    return new ModelException.Overloaded(
        error(529, "overloaded_error", Optional.empty()), PartialReply.UNANSWERED);
  }

  public static ModelException server() {
    return new ModelException.Server(
        error(500, "api_error", Optional.empty()), PartialReply.UNANSWERED);
  }

  public static ModelException badRequest() {
    return new ModelException.BadRequest(
        error(400, "invalid_request_error", Optional.empty()), PartialReply.UNANSWERED);
  }

  public static ModelException badKey() {
    return new ModelException.Authentication(
        error(401, "authentication_error", Optional.empty()), PartialReply.UNANSWERED);
  }

  public static ModelException rateLimited(Duration retryAfter) {
    return new ModelException.RateLimited(
        error(429, "rate_limit_error", Optional.of(retryAfter)), PartialReply.UNANSWERED);
  }

  public static ModelException spendLimit() {
    var error =
        new ApiError(
            head(429),
            "rate_limit_error",
            "spent",
            Optional.of("enforced_spend_limit_reached"),
            Optional.empty(),
            Optional.empty());
    return new ModelException.RateLimited(error, PartialReply.UNANSWERED);
  }

  public static ModelException unreachable() {
    return new ModelException.Connection("refused", PartialReply.NOT_SENT);
  }

  public static ModelException silent() {
    return new ModelException.Timeout(
        Clock.FIRST_EVENT, Duration.ofSeconds(60), PartialReply.UNANSWERED);
  }

  /** The stream broke after so many characters. */
  public static ModelException cut(long chars) {
    return new ModelException.Truncated(
        "cut", new PartialReply(true, true, List.of(), Usage.of(1000, 1), chars));
  }

  private static ApiError error(int status, String type, Optional<Duration> retryAfter) {
    return new ApiError(head(status), type, type, Optional.empty(), retryAfter, Optional.empty());
  }

  private static ResponseHead head(int status) {
    return new ResponseHead(status, Optional.of("req_" + status), Map.of());
  }
}
