package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.run.RunStore.Pending;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/**
 * Finds what nobody works on: first ended runs with open logs, then interactive, then the rest. The
 * ended ones get at most half the places, so that logs which cannot be closed starve nobody.
 */
record PendingRuns(int limit, InstantSource clock) implements Work<List<Pending>> {

  @Override
  public List<Pending> run(Db db) throws SQLException {
    long now = Micros.of(clock.instant());
    return db.list(
        """
        SELECT name, class, ended FROM (
          SELECT * FROM (
            SELECT id, name, class, 1 AS ended FROM run
            WHERE finished_at IS NOT NULL AND log_open = 1 AND lease_until <= ?1
            ORDER BY id LIMIT (?2 + 1) / 2)
          UNION ALL
          SELECT id, name, class, 0 AS ended FROM run AS candidate
          WHERE finished_at IS NULL
            AND CASE WHEN status = 'running' THEN lease_until
              WHEN cancel IS NOT NULL THEN 0 ELSE due_at END <= ?1
            AND (cancel IS NOT NULL OR NOT EXISTS (
              SELECT 1 FROM run AS earlier
              WHERE earlier.conversation = candidate.conversation
                AND earlier.finished_at IS NULL AND earlier.id < candidate.id)))
        ORDER BY ended DESC, class = 'interactive' DESC, id LIMIT ?2
        """,
        row -> new Pending(new RunId(row.text("name")), RunRows.runClass(row), row.flag("ended")),
        now,
        limit);
  }
}
