package dev.sluice.channel.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/** Breaks off a response, now. */
final class SseAbort {
  private SseAbort() {}

  /**
   * On HTTP/2 resets the stream alone. On HTTP/1.1 the connection has to go, and neither its {@code
   * close} nor the response's {@code reset} will do: both first flush what was written, and so wait
   * for ever for a peer that reads nothing. Only the channel itself drops it.
   */
  static void abort(HttpServerRequest request) {
    switch (request.version()) {
      case HTTP_2 -> request.response().reset();
      case HTTP_1_0, HTTP_1_1 -> {
        if (request.connection() instanceof HttpServerConnection connection) {
          connection.channelHandlerContext().close();
        } else {
          request.connection().close();
        }
      }
    }
  }
}
