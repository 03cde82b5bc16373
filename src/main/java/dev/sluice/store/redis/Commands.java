package dev.sluice.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The connection for everything that is answered at once. Commands reach the server in the order in
 * which they are given on {@link #context}.
 */
final class Commands {
  private final Link link;
  private final Duration patience;

  Commands(Link link, Duration patience) {
    this.link = link;
    this.patience = patience;
  }

  Context context() {
    return link.context();
  }

  /** From any thread, answered on the calling context. Nil comes as {@link Nothing}. */
  Future<Response> send(Request request) {
    return through(() -> here(request));
  }

  /** Does the work on the context of the connection, and answers on the calling one. */
  <T> Future<T> through(Supplier<Future<T>> work) {
    return Caller.through(
        context(), () -> work.get().recover(cause -> Future.failedFuture(RedisFailures.of(cause))));
  }

  /** On the context of the connection only. Error replies come as they are. */
  Future<Response> here(Request request) {
    return link.send(request, patience);
  }

  /** To be called when a reply shows that the server cannot be written to any more. */
  void demoted() {
    link.drop("the server is a replica now");
  }
}
