package dev.sluice.channel.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Answers what the HTTP decoder could not read; the connection ends, for nothing after it can be
 * read.
 */
final class InvalidRequests {
  private InvalidRequests() {}

  static void refuse(HttpServerRequest request) {
    Replies.problem(request, problem(request.decoderResult().cause()), Optional.empty());
    request.connection().close();
  }

  private static Problem problem(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          Problem.of(ProblemType.URI_TOO_LONG, "shorten the URL and its query");
      case TooLongHttpHeaderException _ ->
          Problem.of(ProblemType.HEADERS_TOO_LARGE, "send fewer or shorter headers");
      default -> Problem.of(ProblemType.MALFORMED_REQUEST, "the request is not proper HTTP");
    };
  }
}
