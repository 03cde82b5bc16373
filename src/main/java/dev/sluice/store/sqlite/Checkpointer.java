package dev.sluice.store.sqlite;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the write-ahead log into the file on a thread and a connection of its own, so that nobody
 * waits for that. Only what came meanwhile is left to the writer, who then begins the log anew.
 * Used by the writer's thread alone.
 */
final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  /** Pages in the log that are worth copying: 16 MB. */
  private static final long ENOUGH = 4000;

  /** Commits between two looks at the log's length. */
  private static final int LOOK_EVERY = 32;

  private static final String LENGTH = "PRAGMA wal_checkpoint(NOOP)";
  private static final String COPY = "PRAGMA wal_checkpoint(PASSIVE)";

  private final Connections connections;
  private final Semaphore work = new Semaphore(0);
  private final Thread thread;
  private volatile boolean copied;
  private volatile boolean closed;
  private boolean copying;
  private int commits;

  Checkpointer(Connections connections) {
    this.connections = connections;
    this.thread = Thread.ofPlatform().name("sluice-store-copier").daemon().unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** To be called after each commit, outside of a transaction. */
  void committed(Db writer) throws SQLException {
    if (copied) {
      copied = false;
      copying = false;
      writer.number(COPY);
    }
    commits++;
    if (!copying && commits % LOOK_EVERY == 0 && isLong(writer)) {
      copying = true;
      work.release();
    }
  }

  /** Blocks until a copy under way is finished. */
  void close() {
    closed = true;
    work.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isLong(Db writer) throws SQLException {
    return writer
        .first(LENGTH, row -> row.number("log") - row.number("checkpointed") >= ENOUGH)
        .orElse(false);
  }

  private void loop() {
    work.acquireUninterruptibly();
    @Nullable Db db = null;
    while (!closed) {
      try {
        db = db == null ? connections.openWriter() : db;
        db.number(COPY);
      } catch (SQLException | RuntimeException e) {
        // The writer copies by itself when its log has grown much longer.
        LOG.warn("the write-ahead log could not be copied aside: {}", e.getMessage());
      }
      copied = true;
      work.acquireUninterruptibly();
    }
    if (db != null) {
      Connections.closeQuietly(db);
    }
  }
}
