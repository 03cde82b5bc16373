package dev.sluice.channel.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Objects;

/**
 * Closes connections whose first request head drips in and never ends; each byte would keep the idle
 * time-out away. (One on which nothing comes at all is not told of before, and the idle time-out
 * takes it.) Confined to the server's event loop.
 */
final class ConnectionGuard {
  private final Vertx vertx;
  private final Duration headTimeout;
  private final IdentityHashMap<HttpConnection, Long> waiting = new IdentityHashMap<>();

  ConnectionGuard(Vertx vertx, Duration headTimeout) {
    this.vertx = vertx;
    this.headTimeout = headTimeout;
  }

  void connected(HttpConnection connection) {
    waiting.put(connection, vertx.setTimer(headTimeout.toMillis(), _ -> connection.close()));
    connection.closeHandler(_ -> requested(connection));
  }

  /** The first request is there: from now on the idle time-out watches. */
  void requested(HttpConnection connection) {
    Long timer = waiting.remove(connection);
    if (Objects.nonNull(timer)) {
      vertx.cancelTimer(timer);
    }
  }
}
