package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of the API that is not a message: status, error object, and headers of its own. */
public record ApiError(
    int status, String type, String message, @Nullable String code, Map<String, String> headers) {

  public ApiError {
    headers = Map.copyOf(headers);
  }

  /** An error of this status with the type that the API uses for it. */
  public static ApiError of(int status, String message) {
    return new ApiError(status, typeOf(status), message, null, Map.of());
  }

  /** The request itself is wrong. */
  public static ApiError invalid(String message) {
    return of(400, message);
  }

  public ApiError withCode(String code) {
    return new ApiError(status, type, message, code, headers);
  }

  /** The error object inside an {@code error} event or an error body. */
  public ObjectNode error() {
    ObjectNode error = Json.object().put("type", type).put("message", message);
    if (code != null) {
      error.set("details", Json.object().put("error_code", code));
    }
    return error;
  }

  /** The whole body, as an HTTP answer or as the data of an {@code error} event. */
  public ObjectNode body(String requestId) {
    ObjectNode body = Json.object().put("type", "error");
    body.set("error", error());
    return body.put("request_id", requestId);
  }

  /** The type that goes with a status. */
  public static String typeOf(int status) {
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
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }

  /** The status that goes with a type; 500 for a type without one. */
  public static int statusOf(String type) {
    return switch (type) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "conflict_error" -> 409;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }
}
