package dev.sluice.channel.http;

import dev.sluice.id.UserId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/**
 * The one door of the HTTP channel: says who makes a request, before anything of its body is read.
 * Called on the event loop and never blocks it.
 */
@FunctionalInterface
public interface Authenticator {

  /** The caller; a failure is the answer to the request. */
  Future<Caller> authenticate(HttpServerRequest request);

  /**
   * For a server that only this machine can reach: everybody is the user {@code local} and may
   * speak for others.
   */
  static Authenticator loopback() {
    var local = new Caller(new UserId("local"), true);
    return _ -> Future.succeededFuture(local);
  }
}
