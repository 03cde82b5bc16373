package dev.sluice.channel.http;

import dev.sluice.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;

/**
 * Writes whole answers. A response that has begun or has lost its reader is left alone. Each future
 * is done when the answer is on its way, or will never be; none fails.
 */
final class Replies {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private Replies() {}

  static Future<Void> document(HttpServerRequest request, Answer.Document answer) {
    return send(request, answer.status(), JSON, encode(answer.body()), answer.headers());
  }

  static Future<Void> content(HttpServerRequest request, Answer.Content answer) {
    return send(request, 200, answer.mediaType(), answer.body(), answer.headers());
  }

  static Future<Void> nothing(HttpServerRequest request, Map<String, String> headers) {
    return open(request)
        ? head(request.response(), 204, headers).end().otherwiseEmpty()
        : Future.succeededFuture();
  }

  /** What a GET would begin with. */
  static Future<Void> streamHead(HttpServerRequest request, Answer.Events answer) {
    if (!open(request)) {
      return Future.succeededFuture();
    }
    return head(request.response(), 200, answer.headers())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .end()
        .otherwiseEmpty();
  }

  static Future<Void> problem(
      HttpServerRequest request, Problem problem, Optional<String> instance) {
    Buffer body = encode(problem.document(instance));
    return send(request, problem.type().status(), PROBLEM, body, problem.headers());
  }

  static Future<Void> problem(HttpServerRequest request, Problem problem) {
    return problem(request, problem, Optional.ofNullable(request.path()));
  }

  private static Future<Void> send(
      HttpServerRequest request,
      int status,
      String mediaType,
      Buffer body,
      Map<String, String> headers) {
    if (!open(request)) {
      return Future.succeededFuture();
    }
    var response =
        head(request.response(), status, headers)
            .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
            .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    return end(request, response, body).otherwiseEmpty();
  }

  /** Without the body for HEAD: over HTTP/2 it would be sent. */
  static Future<Void> end(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    return request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }

  private static HttpServerResponse head(
      HttpServerResponse response, int status, Map<String, String> headers) {
    headers.forEach(response::putHeader);
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff");
  }

  private static boolean open(HttpServerRequest request) {
    return !request.response().headWritten() && !request.response().closed();
  }

  private static Buffer encode(Object json) {
    return Buffer.buffer(Json.write(json));
  }
}
