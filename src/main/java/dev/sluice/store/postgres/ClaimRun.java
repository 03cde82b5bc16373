package dev.sluice.store.postgres;

import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.id.RunId;
import dev.sluice.run.Claim;
import dev.sluice.run.Run;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/**
 * Takes a run under its next epoch, if it may be taken, in one statement. Of many who try at once
 * the row lets one through; the others see what it wrote.
 *
 * @param token names this claim, whose answer may get lost
 */
record ClaimRun(RunId id, String worker, Duration lease, UUID token)
    implements Work<ClaimRun.Attempt> {

  /** What came of it. */
  sealed interface Attempt {
    /** It is ours; {@code conversation} is the row number of its conversation. */
    record Taken(Run run, long conversation, AgentSnapshot snapshot) implements Attempt {}

    record Refused(Claim why) implements Attempt {}
  }

  private static final String COLUMNS =
      RunRows.COLUMNS + ", run.conversation AS conversation_id, " + ConversationRows.SNAPSHOT;

  /**
   * One that is to be stopped needs no turn: it is taken only to be ended. An earlier run that is
   * seen as unfinished although it has just ended makes this one wait for its next offer; the other
   * way round cannot be, for runs are numbered under the conversation's lock.
   */
  private static final String TAKE =
      """
      WITH moment AS MATERIALIZED (SELECT %s AS at)
      UPDATE run SET status = 'running', epoch = run.epoch + 1,
        failures = run.failures + CASE WHEN run.status = 'running' THEN 1 ELSE 0 END,
        idle_micros = run.idle_micros + greatest(0, 1000000 * extract(epoch FROM moment.at -
          CASE WHEN run.status = 'running' THEN run.lease_until
            ELSE coalesce(run.idle_since, moment.at) END))::bigint,
        idle_since = NULL, worker = $3, token = $4,
        lease_until = moment.at + $5::bigint * interval '1 microsecond',
        started_at = coalesce(run.started_at, moment.at)
      FROM conversation, moment
      WHERE conversation.id = run.conversation AND run.name = $2 AND run.finished_at IS NULL
        AND CASE WHEN run.status = 'running' THEN run.lease_until <= moment.at
          WHEN run.cancel IS NOT NULL THEN true
          ELSE run.due_at <= moment.at AND NOT EXISTS (
            SELECT 1 FROM run AS earlier
            WHERE earlier.conversation = run.conversation AND earlier.finished_at IS NULL
              AND earlier.id < run.id) END
      RETURNING
      """
              .formatted(Session.NOW)
          + COLUMNS;

  /** What is there instead, or what an earlier attempt took. */
  private static final String LOOK =
      "SELECT run.token IS NOT DISTINCT FROM $2 AND run.status = 'running' AS ours,"
          + " run.finished_at IS NULL AND run.status <> 'running' AS waits, "
          + COLUMNS
          + " FROM run JOIN conversation ON conversation.id = run.conversation"
          + " WHERE run.name = $1";

  @Override
  public Future<Attempt> on(Session session) {
    return session
        .first(TAKE, ClaimRun::taken, session.now(), id, worker, token, lease)
        .compose(
            taken ->
                taken.isPresent()
                    ? Future.succeededFuture(taken.get())
                    : session
                        .first(LOOK, ClaimRun::seen, id, token)
                        .map(seen -> seen.orElse(new Attempt.Refused(new Claim.Gone()))));
  }

  private static Attempt taken(Row row) {
    return new Attempt.Taken(
        RunRows.run(row), row.number("conversation_id"), ConversationRows.snapshot(row));
  }

  private static Attempt seen(Row row) {
    if (row.flag("ours")) {
      return taken(row);
    }
    return new Attempt.Refused(row.flag("waits") ? new Claim.NotYet() : new Claim.Gone());
  }
}
