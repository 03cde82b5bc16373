package dev.sluice.channel.http;

import dev.sluice.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;

/** Writes whole answers. A response that has begun or has lost its reader is left alone. */
final class Replies {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private Replies() {}

  static void document(HttpServerRequest request, Answer.Document answer) {
    send(request, answer.status(), JSON, encode(answer.body()), answer.headers());
  }

  static void content(HttpServerRequest request, Answer.Content answer) {
    send(request, 200, answer.mediaType(), answer.body(), answer.headers());
  }

  static void nothing(HttpServerRequest request, Map<String, String> headers) {
    if (open(request)) {
      head(request.response(), 204, headers).end();
    }
  }

  /** What a GET would begin with. */
  static void streamHead(HttpServerRequest request, Answer.Events answer) {
    if (open(request)) {
      head(request.response(), 200, answer.headers())
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
          .end();
    }
  }

  static void problem(HttpServerRequest request, Problem problem, Optional<String> instance) {
    Buffer body = encode(problem.document(instance));
    send(request, problem.type().status(), PROBLEM, body, problem.headers());
  }

  static void problem(HttpServerRequest request, Problem problem) {
    problem(request, problem, Optional.ofNullable(request.path()));
  }

  private static void send(
      HttpServerRequest request,
      int status,
      String mediaType,
      Buffer body,
      Map<String, String> headers) {
    if (open(request)) {
      var response =
          head(request.response(), status, headers)
              .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
              .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      end(request, response, body);
    }
  }

  /** Without the body for HEAD: over HTTP/2 it would be sent. */
  static void end(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
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
