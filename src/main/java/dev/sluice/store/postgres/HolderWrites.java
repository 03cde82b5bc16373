package dev.sluice.store.postgres;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.run.JournalCodec;
import dev.sluice.run.Run;
import dev.sluice.run.RunStore.Fenced;
import dev.sluice.run.RunStore.Release;
import dev.sluice.store.postgres.Arguments.Raw;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the holder of a run may write, each under its epoch and fenced in the statement that writes.
 *
 * @param token names this write, whose answer may get lost
 */
record HolderWrites(RunId id, long epoch, UUID token) {
  private static final String LEASE = "%s + $2::bigint * interval '1 microsecond'";

  private static final String RENEW =
      ("UPDATE run SET lease_until = " + LEASE + " WHERE name = $3 AND epoch = $4")
              .formatted(Session.NOW)
          + " AND status = 'running' RETURNING cancel";

  /** The lock keeps a claim away until the entry is committed. */
  private static final String APPEND =
      """
      WITH held AS MATERIALIZED (
        SELECT id FROM run WHERE name = $1 AND epoch = $2 AND status = 'running'
        FOR NO KEY UPDATE),
      written AS (
        INSERT INTO journal (run, epoch, token, entry) SELECT id, $2, $3, $4 FROM held
        ON CONFLICT (run, token) DO NOTHING)
      SELECT id FROM held
      """;

  private static final String RELEASE =
      """
      WITH moment AS MATERIALIZED (SELECT %s AS at)
      UPDATE run SET
        status = CASE WHEN run.cancel IS NULL
          AND ($4 OR ($5 AND $6::timestamptz > moment.at)) THEN 'waiting' ELSE 'queued' END,
        failures = failures + CASE WHEN $5 THEN 1 ELSE 0 END,
        due_at = CASE WHEN run.cancel IS NULL THEN $6::timestamptz ELSE '-infinity' END,
        worker = NULL, lease_until = '-infinity', idle_since = moment.at, token = $7
      FROM moment
      WHERE run.name = $2 AND run.epoch = $3 AND run.status = 'running'
      """
          .formatted(Session.NOW);

  private static final String CLOSE_LOG =
      """
      UPDATE run SET log_open = false, lease_until = '-infinity', worker = NULL
      WHERE name = $1 AND epoch = $2 AND finished_at IS NOT NULL
      """;

  private static final String CLAIM_LOG =
      ("UPDATE run SET epoch = run.epoch + 1, token = $4, lease_until = " + LEASE)
              .formatted(Session.NOW)
          + (" FROM conversation WHERE conversation.id = run.conversation AND run.name = $3"
                  + " AND run.finished_at IS NOT NULL AND run.log_open AND run.lease_until <= %s"
                  + " RETURNING ")
              .formatted(Session.NOW)
          + RunRows.COLUMNS;

  /** The value is the reason to stop, when somebody asked for that. */
  Future<Optional<String>> renew(Session session, Duration lease) {
    return session
        .first(RENEW, row -> row.optionalText("cancel"), session.now(), lease, id, epoch)
        .map(renewed -> renewed.orElseThrow(this::fenced));
  }

  Future<Void> journal(Session session, Journal.Entry entry) {
    return session
        .first(
            APPEND, row -> row.number("id"), id, epoch, token, new Raw(JournalCodec.encode(entry)))
        .map(held -> held.orElseThrow(this::fenced))
        .mapEmpty();
  }

  Future<Void> release(Session session, Release why, Instant notBefore) {
    return session
        .update(
            RELEASE,
            session.now(),
            id,
            epoch,
            why == Release.PARKED,
            why == Release.FAILED,
            notBefore,
            token)
        .compose(
            changed ->
                changed > 0
                    ? Future.succeededFuture()
                    : done(session).compose(done -> done ? Future.succeededFuture() : refuse()));
  }

  /** Nothing may be appended to the log any more. */
  Future<Void> closeLog(Session session) {
    return session
        .update(CLOSE_LOG, id, epoch)
        .compose(changed -> changed > 0 ? Future.succeededFuture() : refuse());
  }

  /** Takes an ended run under a new epoch, when its log is open and nobody is at it. */
  static Future<Optional<Run>> claimLog(Session session, RunId id, Duration lease, UUID token) {
    return session
        .first(CLAIM_LOG, RunRows::run, session.now(), lease, id, token)
        .compose(
            taken ->
                taken.isPresent() || !session.isRepeated()
                    ? Future.succeededFuture(taken)
                    : isDone(session, id, token)
                        .compose(
                            done ->
                                done
                                    ? RunRows.find(session, id)
                                    : Future.succeededFuture(Optional.empty())));
  }

  /** Whether an earlier attempt of this very write was committed, and is the latest one. */
  Future<Boolean> done(Session session) {
    return session.isRepeated() ? isDone(session, id, token) : Future.succeededFuture(false);
  }

  <T> Future<T> refuse() {
    return Future.failedFuture(fenced());
  }

  private Fenced fenced() {
    return new Fenced(id, epoch);
  }

  private static Future<Boolean> isDone(Session session, RunId id, UUID token) {
    return session
        .first(
            "SELECT 1 AS one FROM run WHERE name = $1 AND token = $2",
            row -> row.small("one"),
            id,
            token)
        .map(Optional::isPresent);
  }
}
