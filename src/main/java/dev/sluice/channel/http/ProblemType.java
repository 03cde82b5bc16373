package dev.sluice.channel.http;

import java.util.Locale;

/** The kinds of problem that the API answers with. Names and status codes are part of the API. */
enum ProblemType {
  INVALID_REQUEST(400, "The request is invalid"),
  MALFORMED_JSON(400, "The body is not the JSON it should be"),
  MALFORMED_REQUEST(400, "The request is not proper HTTP"),
  FORBIDDEN(403, "The caller may not do this"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  NOT_ACCEPTABLE(406, "The answer has another media type than those accepted"),
  REQUEST_TIMEOUT(408, "The request came too slowly"),
  CONVERSATION_BUSY(409, "The conversation is busy"),
  PAYLOAD_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The request line is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
  OVERLOADED(429, "Too much is waiting already"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL(500, "Something went wrong here"),
  UNAVAILABLE(503, "The service cannot answer now"),
  STORAGE_FULL(507, "The storage is full");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The stable identifier, {@code urn:sluice:problem:<slug>}. */
  String urn() {
    return "urn:sluice:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
