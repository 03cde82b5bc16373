package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import java.sql.SQLException;
import java.time.InstantSource;

/** Wishes that a run stop. The first reason stands. */
final class CancelRequests {
  private CancelRequests() {}

  /** True when the run has not ended and nobody had asked yet. A waiting run is due at once. */
  static boolean put(Db db, RunId run, String reason, InstantSource clock) throws SQLException {
    return db.update(
            """
            UPDATE run SET cancel = ?, due_at = min(due_at, ?),
              status = CASE status WHEN 'waiting' THEN 'queued' ELSE status END
            WHERE name = ? AND finished_at IS NULL AND cancel IS NULL
            """,
            reason,
            clock.instant(),
            run.value())
        > 0;
  }
}
