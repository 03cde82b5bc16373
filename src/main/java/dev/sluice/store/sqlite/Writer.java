package dev.sluice.store.sqlite;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.store.sqlite.Lanes.Lane;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It commits all that waits in one transaction and then answers each
 * caller on the caller's own context. When the database refuses the whole, each operation is done
 * again alone, so that one that cannot be done fails by itself. Nothing but {@link #close} ends it.
 */
final class Writer {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  /** Something to do that has no value. */
  @FunctionalInterface
  interface Step {
    void run(Db db) throws SQLException;
  }

  private enum Done {
    DONE
  }

  private final Vertx vertx;
  private final Connections connections;
  private final int groupSize;
  private final Lanes<WriteOp<?>> lanes;
  private final Handover handover = new Handover();
  private final Checkpointer checkpointer;
  private final Thread thread;
  private volatile boolean checkpointDue;
  private @Nullable Db db;

  Writer(Vertx vertx, Connections connections, Db db, SqliteOptions options) {
    this.vertx = vertx;
    this.connections = connections;
    this.db = db;
    this.groupSize = options.groupSize();
    this.lanes = new Lanes<>(options.queuedWrites());
    this.checkpointer = new Checkpointer(connections);
    this.thread = Thread.ofPlatform().name("sluice-store-writer").daemon().unstarted(this::loop);
  }

  void start() {
    checkpointer.start();
    thread.start();
  }

  /** Durable when it completes, on the calling context. */
  <T> Future<T> write(Lane lane, Work<T> work) {
    return write(lane, work, _ -> {});
  }

  /**
   * {@code committed} is called by the writer's thread after the commit, in the order of commits.
   */
  <T> Future<T> write(Lane lane, Work<T> work, Consumer<? super T> committed) {
    Caller<T> caller = Caller.of(vertx);
    if (!lanes.offer(lane, new WriteOp<>(work, caller, committed))) {
      return Future.failedFuture(
          lanes.isClosed()
              ? new StoreException(Kind.UNAVAILABLE, "the store is closed")
              : new StoreException(Kind.UNAVAILABLE, "too many writes wait for the store"));
    }
    return caller.future();
  }

  Future<Void> run(Lane lane, Step step) {
    Work<Done> work =
        db -> {
          step.run(db);
          return Done.DONE;
        };
    return write(lane, work).mapEmpty();
  }

  /** What a listener of a commit wants to tell others; for the writer's thread. */
  Handover handover() {
    return handover;
  }

  /** Has the write-ahead log copied into the file and cut off soon. */
  void checkpointSoon() {
    checkpointDue = true;
  }

  /** Finishes what waits, takes nothing more and closes the connection. Blocks. */
  void close() throws InterruptedException {
    lanes.close();
    thread.join();
  }

  private void loop() {
    List<WriteOp<?>> group = lanes.take(groupSize);
    while (!group.isEmpty()) {
      commit(group);
      keepShort();
      group = lanes.take(groupSize);
    }
    checkpointer.close();
    checkpoint();
    discard();
  }

  /** The write-ahead log. */
  private void keepShort() {
    if (checkpointDue) {
      checkpoint();
    }
    Db open = db;
    if (open == null) {
      return;
    }
    try {
      checkpointer.committed(open);
    } catch (SQLException e) {
      log.warn("the write-ahead log stays long: {}", e.getMessage());
    }
  }

  private void commit(List<WriteOp<?>> group) {
    if (group.size() > 1 && together(group)) {
      return;
    }
    group.forEach(this::alone);
  }

  private boolean together(List<WriteOp<?>> group) {
    try {
      Db open = begin();
      for (WriteOp<?> op : group) {
        op.performAmongOthers(open);
      }
      open.update("COMMIT");
    } catch (SQLException | RuntimeException | Error e) {
      log.debug("a group of {} writes is done one by one", group.size(), e);
      rollback(e);
      return false;
    }
    group.forEach(this::settle);
    handover.flush();
    return true;
  }

  private void alone(WriteOp<?> op) {
    try {
      Db open = begin();
      op.perform(open);
      open.update("COMMIT");
    } catch (SQLException | RuntimeException | Error e) {
      rollback(e);
      op.fail(e);
      return;
    }
    settle(op);
    handover.flush();
  }

  private void settle(WriteOp<?> op) {
    try {
      op.settle(handover);
    } catch (RuntimeException e) {
      log.error("a write is committed, but its listener failed", e);
    }
  }

  private Db begin() throws SQLException {
    Db open = db;
    if (open == null) {
      open = connections.openWriter();
      db = open;
    }
    open.update("BEGIN IMMEDIATE");
    return open;
  }

  private void rollback(Throwable cause) {
    Db open = db;
    if (open == null) {
      return;
    }
    try {
      open.update("ROLLBACK");
    } catch (SQLException e) {
      // The database has rolled back by itself, or the connection is spoilt: a new one knows.
      discard();
    }
    if (cause instanceof SQLException sql && SqlFailures.spoilsConnection(sql)) {
      log.warn("the store opens its file anew after {}", sql.getMessage());
      discard();
    }
  }

  private void checkpoint() {
    checkpointDue = false;
    Db open = db;
    if (open == null) {
      return;
    }
    try {
      Connections.checkpoint(open);
    } catch (SQLException e) {
      log.warn("the write-ahead log could not be cut off: {}", e.getMessage());
    }
  }

  private void discard() {
    Db open = db;
    db = null;
    if (open != null) {
      Connections.closeQuietly(open);
    }
  }
}
