package dev.sluice.store.postgres;

import dev.sluice.store.postgres.Failures.NoAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The connections of one process. The wait for one is bounded here, because the pool's own bound
 * does not hold when the server is slow to connect.
 */
final class Connections {
  private final Vertx vertx;
  private final Pool pool;
  private final PostgresConfig config;
  private final Supplier<Optional<Instant>> clock;

  Connections(Vertx vertx, Pool pool, PostgresConfig config, Supplier<Optional<Instant>> clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.config = config;
    this.clock = clock;
  }

  /** Does the work once. */
  <T> Future<T> use(int attempt, Work<T> work) {
    return acquire()
        .compose(
            connection -> {
              var session =
                  new Session(vertx, connection, clock, attempt, config.statementTimeout());
              return Future.succeededFuture()
                  .compose(_ -> work.on(session))
                  .onComplete(done -> session.release(done.cause()));
            });
  }

  Future<Void> close() {
    return pool.close();
  }

  private Future<SqlConnection> acquire() {
    Promise<SqlConnection> promise = Promise.promise();
    long bound = config.acquireTimeout().toMillis();
    long timer =
        vertx.setTimer(
            bound, _ -> promise.tryFail(new NoAnswer("no connection in " + bound + " ms")));
    pool.getConnection()
        .onComplete(
            got -> {
              vertx.cancelTimer(timer);
              if (got.failed()) {
                promise.tryFail(got.cause());
              } else if (!promise.tryComplete(got.result())) {
                got.result().close();
              }
            });
    return promise.future();
  }
}
