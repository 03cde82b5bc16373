package dev.sluice.agent;

import dev.sluice.event.RunEvent;
import dev.sluice.model.ModelException;
import dev.sluice.resilience.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/** Says a failure in the person's words. The words name no secret and no internals. */
final class Failures {
  private Failures() {}

  /**
   * @param retryAfter when it may be well again, where that is known
   */
  static RunEvent.Failed of(ModelException failure, Optional<Duration> retryAfter) {
    String later = tryAgain(retryAfter);
    return switch (failure) {
      case ModelException.Authentication e ->
          failed(
              "model_authentication",
              "The model API refused our key. The operator must check it.",
              false);
      case ModelException.Permission e ->
          failed(
              "model_permission",
              "The model API does not let us do this. The operator must check the account.",
              false);
      case ModelException.BadRequest e ->
          failed(
              "model_bad_request",
              "The model API refused the request: " + e.error().message(),
              false);
      case ModelException.TooLarge e ->
          failed(
              "model_request_too_large",
              "The conversation is too large for the model. Start a new one.",
              false);
      case ModelException.RateLimited e when RetryPolicy.isSpendLimit(e) ->
          failed(
              "model_spend_limit",
              "The account's spend limit at the model API is reached. The operator must raise it.",
              false);
      case ModelException.RateLimited e ->
          failed("model_rate_limited", "The model is at its rate limit. " + later, true);
      case ModelException.Overloaded e ->
          failed("model_overloaded", "The model is overloaded. " + later, true);
      case ModelException.Server e ->
          failed("model_error", "The model API has a problem. " + later, true);
      case ModelException.Connection e ->
          failed("model_unreachable", "The model API cannot be reached. " + later, true);
      case ModelException.Timeout e ->
          failed("model_timeout", "The model took too long to answer. " + later, true);
      case ModelException.Truncated e ->
          failed("model_stream_broken", "The model's answer broke off. Try again.", true);
      case ModelException.Cancelled e -> failed("cancelled", "The call was cancelled.", true);
      case ModelException.CircuitOpen e ->
          failed("model_unavailable", "The model is unavailable at the moment. " + later, true);
      case ModelException.NoRoom e ->
          failed(
              "model_busy",
              "So many requests wait for the model that yours cannot be answered in time. " + later,
              true);
      case ModelException.NoTimeLeft e ->
          failed("run_timeout", "The run took too long and was ended.", true);
    };
  }

  private static String tryAgain(Optional<Duration> in) {
    return in.map(wait -> "Try again in " + Math.max(1, wait.plusMillis(999).toSeconds()) + " s.")
        .orElse("Try again in a while.");
  }

  static RunEvent.Failed unknownModel(String model) {
    return failed(
        "model_not_configured",
        "The model " + model + " has no price any more. The operator must add it.",
        false);
  }

  static RunEvent.Failed unusableReply(String defect) {
    return failed(
        "model_reply_unusable", "The model's answer cannot be used: " + defect + ".", true);
  }

  static RunEvent.Failed tool(String name, String message) {
    return failed(
        "tool_failed", "The tool " + name + ", which this agent needs, failed: " + message, true);
  }

  /** Bounded names for metrics and logs. */
  static String outcome(ModelException failure) {
    return switch (failure) {
      case ModelException.Timeout e ->
          "timeout_" + e.clock().name().toLowerCase(java.util.Locale.ROOT);
      case ModelException.Cancelled e -> "cancelled";
      default -> of(failure, Optional.empty()).type();
    };
  }

  private static RunEvent.Failed failed(String type, String message, boolean retryable) {
    return new RunEvent.Failed(type, message, retryable);
  }
}
