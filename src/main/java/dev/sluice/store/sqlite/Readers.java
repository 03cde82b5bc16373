package dev.sluice.store.sqlite;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that read, each with a read-only connection, and a bounded line in front of them.
 * Every read sees one state of the database, whatever is written meanwhile.
 */
final class Readers {
  private final Vertx vertx;
  private final Connections connections;
  private final BlockingQueue<Db> idle;
  private final ThreadPoolExecutor threads;

  Readers(Vertx vertx, Connections connections, SqliteOptions options) {
    this.vertx = vertx;
    this.connections = connections;
    this.idle = new ArrayBlockingQueue<>(options.readers());
    this.threads =
        new ThreadPoolExecutor(
            options.readers(),
            options.readers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(options.queuedReads()),
            Thread.ofPlatform().name("sluice-store-reader-", 1).daemon().factory());
  }

  /** Completes on the calling context. */
  <T> Future<T> read(Work<T> work) {
    Caller<T> caller = Caller.of(vertx);
    try {
      threads.execute(() -> answer(work, caller));
      return caller.future();
    } catch (RejectedExecutionException e) {
      String why = threads.isShutdown() ? "the store is closed" : "too many reads wait";
      return Future.failedFuture(new StoreException(Kind.UNAVAILABLE, why));
    }
  }

  /** Finishes what waits and closes the connections. Blocks. */
  void close() throws InterruptedException {
    threads.shutdown();
    while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      threads.shutdownNow();
    }
    idle.forEach(Connections::closeQuietly);
    idle.clear();
  }

  private <T> void answer(Work<T> work, Caller<T> caller) {
    T value;
    try {
      value = read(work, borrow());
    } catch (SQLException | RuntimeException | Error e) {
      caller.fail(SqlFailures.of(e));
      return;
    }
    caller.succeed(value);
  }

  private Db borrow() throws SQLException {
    @Nullable Db db = idle.poll();
    return db == null ? connections.openReader() : db;
  }

  private <T> T read(Work<T> work, Db db) throws SQLException {
    boolean sound = false;
    try {
      db.update("BEGIN");
      T value = work.run(db);
      db.update("COMMIT");
      sound = true;
      return value;
    } finally {
      // A connection that failed in any way may still be inside its transaction.
      if (!sound || !idle.offer(db)) {
        Connections.closeQuietly(db);
      }
    }
  }
}
