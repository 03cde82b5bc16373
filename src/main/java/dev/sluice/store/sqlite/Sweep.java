package dev.sluice.store.sqlite;

import dev.sluice.store.sqlite.Deletions.RunKey;
import dev.sluice.store.sqlite.Lanes.Lane;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Deletes what is past its retention in small steps, each a write of its own behind what others
 * write, and gives the freed pages back to the file system.
 */
final class Sweep {
  private static final int RUNS_A_STEP = 20;
  private static final int PAGES_A_STEP = 512;
  private static final int FREE_PAGES_KEPT = 256;

  private record Progress(int runs, boolean more) {}

  private final Writer writer;
  private final Instant runsEndedBefore;
  private final Instant eventsEndedBefore;
  private final Instant keysBefore;
  private final Promise<Integer> done = Promise.promise();
  private int runs;

  Sweep(Writer writer, Instant runsEndedBefore, Instant eventsEndedBefore, Instant keysBefore) {
    this.writer = writer;
    this.runsEndedBefore = runsEndedBefore;
    this.eventsEndedBefore = eventsEndedBefore;
    this.keysBefore = keysBefore;
  }

  /** The value is how many runs went. To be called once. */
  Future<Integer> start() {
    step();
    return done.future();
  }

  private void step() {
    writer
        .write(Lane.BULK, this::some, this::committed)
        .onSuccess(this::goOn)
        .onFailure(done::fail);
  }

  /** The file itself shrinks only when the write-ahead log is copied into it. */
  private void committed(Progress progress) {
    if (!progress.more()) {
      writer.checkpointSoon();
    }
  }

  private void goOn(Progress progress) {
    runs += progress.runs();
    if (progress.more()) {
      step();
    } else {
      done.complete(runs);
    }
  }

  private Progress some(Db db) throws SQLException {
    if (FreshEvents.clearOlder(db, eventsEndedBefore)) {
      return new Progress(0, true);
    }
    int dropped = keys(db) + events(db) + strayLogs(db);
    int deleted = runs(db);
    boolean more = dropped + deleted > 0 || vacuum(db);
    return new Progress(deleted, more);
  }

  private int keys(Db db) throws SQLException {
    return db.update(
        """
        DELETE FROM idempotency WHERE (user, key) IN (
          SELECT user, key FROM idempotency WHERE created_at < ? LIMIT 500)
        """,
        keysBefore);
  }

  private int events(Db db) throws SQLException {
    List<RunKey> ended =
        db.list(
            """
            SELECT id, name FROM run
            WHERE finished_at IS NOT NULL AND log_open = 0 AND events_kept = 1 AND finished_at < ?
            LIMIT ?
            """,
            RunKey::of,
            eventsEndedBefore,
            RUNS_A_STEP);
    for (RunKey run : ended) {
      Deletions.events(db, run.name());
      db.update("UPDATE run SET events_kept = 0 WHERE id = ?", run.id());
    }
    return ended.size();
  }

  /** Logs that began without a run, or whose run was deleted while somebody still wrote. */
  private int strayLogs(Db db) throws SQLException {
    List<String> strays =
        db.list(
            """
            SELECT run FROM log WHERE stray = 1 AND last_at < ?
              AND NOT EXISTS (SELECT 1 FROM run WHERE name = log.run)
            LIMIT ?
            """,
            row -> row.text("run"),
            eventsEndedBefore,
            RUNS_A_STEP);
    for (String run : strays) {
      Deletions.log(db, run);
    }
    return strays.size();
  }

  private int runs(Db db) throws SQLException {
    List<RunKey> ended =
        db.list(
            """
            SELECT id, name FROM run
            WHERE finished_at IS NOT NULL AND log_open = 0 AND finished_at < ? LIMIT ?
            """,
            RunKey::of,
            runsEndedBefore,
            RUNS_A_STEP);
    for (RunKey run : ended) {
      Deletions.run(db, run);
    }
    return ended.size();
  }

  private static boolean vacuum(Db db) throws SQLException {
    long free = db.number("PRAGMA freelist_count");
    if (free <= FREE_PAGES_KEPT) {
      return false;
    }
    db.script("PRAGMA incremental_vacuum(" + PAGES_A_STEP + ")");
    return db.number("PRAGMA freelist_count") < free;
  }
}
