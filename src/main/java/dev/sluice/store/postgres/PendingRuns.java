package dev.sluice.store.postgres;

import dev.sluice.id.RunId;
import dev.sluice.run.RunStore.Pending;
import io.vertx.core.Future;
import java.util.List;

/**
 * Finds what nobody works on: first ended runs with open logs, then interactive, then the rest. The
 * ended ones get at most half the places, so that logs which cannot be closed starve nobody.
 */
record PendingRuns(int limit) implements Work<List<Pending>> {
  private static final String FIND =
      """
      WITH moment AS MATERIALIZED (SELECT %s AS at)
      SELECT name, class, ended FROM (
        (SELECT id, name, class, true AS ended FROM run, moment
          WHERE finished_at IS NOT NULL AND log_open AND lease_until <= moment.at
          ORDER BY id LIMIT ($2 + 1) / 2)
        UNION ALL
        SELECT id, name, class, false AS ended FROM run AS candidate, moment
        WHERE finished_at IS NULL
          AND CASE WHEN status = 'running' THEN lease_until <= moment.at
            WHEN cancel IS NOT NULL THEN true ELSE due_at <= moment.at END
          AND (cancel IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM run AS earlier
            WHERE earlier.conversation = candidate.conversation
              AND earlier.finished_at IS NULL AND earlier.id < candidate.id))) AS waiting
      ORDER BY ended DESC, (class = 'interactive') DESC, id LIMIT $2
      """
          .formatted(Session.NOW);

  @Override
  public Future<List<Pending>> on(Session session) {
    return session.list(
        FIND,
        row -> new Pending(new RunId(row.text("name")), RunRows.runClass(row), row.flag("ended")),
        session.now(),
        limit);
  }
}
