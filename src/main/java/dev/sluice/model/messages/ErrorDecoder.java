package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.ApiError;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import dev.sluice.model.RetryAdvice;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Error answers and error events to the error tree, whatever the shape of their body: it may be
 * another JSON, HTML of a proxy, cut or empty. Pure.
 */
final class ErrorDecoder {
  private ErrorDecoder() {}

  /** The {@code error} event of a stream, or the same object as a body. */
  static ErrorReported reported(JsonNode root) {
    JsonNode error = root.path("error");
    return new ErrorReported(
        text(error, "type").map(CleanText::name).orElse("api_error"),
        message(root).map(CleanText::message).orElse("no message was given"),
        text(error.path("details"), "error_code").map(CleanText::name),
        text(root, "request_id").map(CleanText::name));
  }

  /** An error event that came in a stream of the given head. */
  static ModelException inStream(ErrorReported e, ResponseHead head, PartialReply partial) {
    var error = error(e, head, Optional.empty(), Optional.empty());
    return ofType(error, partial);
  }

  /** An answer that is no event stream. {@code body} may be only its beginning. */
  static ModelException answer(
      ResponseHead head, String contentType, byte[] body, CallSettings settings) {
    Optional<ObjectNode> json = parse(settings.apiKey().maskedIn(new String(body, UTF_8)));
    ErrorReported said =
        json.filter(ErrorDecoder::isError)
            .map(ErrorDecoder::reported)
            .orElseGet(() -> unspoken(head, contentType, body.length));
    RetryAdvice advice = RetryAdvice.of(head.headers(), settings.clock().instant());
    boolean typed = json.map(root -> root.path("error").path("type").isTextual()).orElse(false);
    String type = typed ? said.type() : typeOf(head.status());
    var named = new ErrorReported(type, said.message(), said.errorCode(), said.requestId());
    var error = error(named, head, advice.after(), advice.retry());
    return ofStatus(error, PartialReply.UNANSWERED);
  }

  /** A key that no header can carry is refused here, as the API would. */
  static ModelException unsendableKey() {
    var error =
        new ApiError(
            new ResponseHead(401, Optional.empty(), Map.of()),
            "authentication_error",
            "not asked: the API key must be printable ASCII without spaces",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new ModelException.Authentication(error, PartialReply.NOT_SENT);
  }

  private static ApiError error(
      ErrorReported e, ResponseHead head, Optional<Duration> after, Optional<Boolean> retry) {
    var known = new ResponseHead(head.status(), head.requestId().or(e::requestId), head.headers());
    return new ApiError(known, e.type(), e.message(), e.errorCode(), after, retry);
  }

  private static ModelException ofStatus(ApiError error, PartialReply partial) {
    int status = error.head().status();
    return switch (status) {
      case 401 -> new ModelException.Authentication(error, partial);
      case 402, 403 -> new ModelException.Permission(error, partial);
      case 413 -> new ModelException.TooLarge(error, partial);
      case 429 -> new ModelException.RateLimited(error, partial);
      case 408 -> new ModelException.Server(error, partial);
      default ->
          status >= 300 && status < 500
              ? new ModelException.BadRequest(error, partial)
              : status == 529
                  ? new ModelException.Overloaded(error, partial)
                  : ofType(error, partial);
    };
  }

  private static ModelException ofType(ApiError error, PartialReply partial) {
    return switch (error.type()) {
      case "overloaded_error" -> new ModelException.Overloaded(error, partial);
      case "rate_limit_error" -> new ModelException.RateLimited(error, partial);
      case "authentication_error" -> new ModelException.Authentication(error, partial);
      case "permission_error", "billing_error" -> new ModelException.Permission(error, partial);
      case "request_too_large" -> new ModelException.TooLarge(error, partial);
      case "invalid_request_error", "not_found_error" ->
          new ModelException.BadRequest(error, partial);
      default -> new ModelException.Server(error, partial);
    };
  }

  private static String typeOf(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 409 -> "conflict_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default ->
          status >= 500
              ? "api_error"
              : status >= 400 ? "invalid_request_error" : "unexpected_answer";
    };
  }

  private static ErrorReported unspoken(ResponseHead head, String contentType, int length) {
    String what =
        length == 0
            ? "an empty body"
            : "a body that is not an error of the Messages API ("
                + (contentType.isBlank() ? "no content type" : CleanText.name(contentType))
                + ")";
    String hint = head.status() < 400 ? "; check the base URL" : "";
    return new ErrorReported(
        "", "answered with " + what + hint, Optional.empty(), Optional.empty());
  }

  private static boolean isError(ObjectNode root) {
    return message(root).isPresent() || root.path("error").path("type").isTextual();
  }

  private static Optional<String> message(JsonNode root) {
    return text(root.path("error"), "message")
        .or(() -> text(root, "error"))
        .or(() -> text(root, "message"))
        .or(() -> text(root, "detail"));
  }

  private static Optional<ObjectNode> parse(String body) {
    try {
      return Optional.of(Json.parseObject(body));
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode parent, String name) {
    return Optional.ofNullable(parent.path(name).textValue());
  }
}
