package dev.sluice.store.postgres;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The database, as the stores use it: work is tried again while its trouble may pass. */
final class Db {
  private final Vertx vertx;
  private final Connections connections;
  private final PostgresConfig config;
  private volatile boolean closed;

  Db(Vertx vertx, Connections connections, PostgresConfig config) {
    this.vertx = vertx;
    this.connections = connections;
    this.config = config;
  }

  /** For those who would rather be told soon that it does not work now. */
  <T> Future<T> soon(Work<T> work) {
    return within(config.patience(), work);
  }

  /** For what a running turn has to write: it waits for a server that is away. */
  <T> Future<T> patiently(Work<T> work) {
    return within(config.writePatience(), work);
  }

  Future<Void> close() {
    closed = true;
    return connections.close();
  }

  private <T> Future<T> within(Duration patience, Work<T> work) {
    if (closed) {
      return Future.failedFuture(new StoreException(Kind.UNAVAILABLE, "the store is closed"));
    }
    return new Attempts<>(vertx, attempt -> connections.use(attempt, work), patience, () -> closed)
        .start();
  }
}
