package dev.sluice.store.postgres;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;

/** Wishes that a run stop. The first reason stands. */
final class CancelRequests {
  private static final String INTERRUPTED = "a later message took its place";

  /** A waiting run is due at once. */
  private static final String STOP =
      """
      UPDATE run SET cancel = coalesce(cancel, $2), due_at = least(due_at, %s),
        status = CASE status WHEN 'waiting' THEN 'queued' ELSE status END
      WHERE finished_at IS NULL AND
      """
          .formatted(Session.NOW);

  private CancelRequests() {}

  /** False when it has ended or never was. */
  static Future<Boolean> put(Session session, RunId run, String reason) {
    return session
        .update(STOP + "name = $3", session.now(), reason, run)
        .map(changed -> changed > 0);
  }

  /** Asks all of the conversation that have not ended; the value is those nobody had asked yet. */
  static Future<List<RunId>> interrupt(Session session, long conversation, List<RunId> unfinished) {
    return session
        .list(
            STOP + "cancel IS NULL AND conversation = $3 RETURNING name",
            row -> new RunId(row.text("name")),
            session.now(),
            INTERRUPTED,
            conversation)
        .map(HashSet::new)
        .map(asked -> unfinished.stream().filter(asked::contains).toList());
  }

  /** Those that had to stop for the run. */
  static Future<List<RunId>> interruptedBefore(Session session, RunId run) {
    return session.list(
        """
        SELECT earlier.name FROM run JOIN run AS earlier
          ON earlier.conversation = run.conversation AND earlier.id < run.id
        WHERE run.name = $1 AND earlier.finished_at IS NULL AND earlier.cancel = $2
        ORDER BY earlier.id
        """,
        row -> new RunId(row.text("name")),
        run,
        INTERRUPTED);
  }
}
