package dev.sluice.store.postgres;

import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the events of deleted runs deleted, too. They are in another store, which may be away: the
 * runs' names are noted in the transaction that deletes the runs, and the events are deleted at
 * once and a second time later, for a holder may still have written in between.
 */
final class Forgetting {
  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
  private static final Duration SECOND_TIME = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;

  private final Db db;
  private final EventLog log;

  Forgetting(Db db, EventLog log) {
    this.db = db;
    this.log = log;
  }

  /** Does what can be done now; never fails, for the sweep does it again. */
  Future<Void> now(List<RunId> runs) {
    return delete(runs)
        .otherwise(
            failure -> {
              LOG.warn("the events of deleted runs are deleted later: {}", failure.getMessage());
              return null;
            });
  }

  /** Deletes the events of some that were noted before; the value is how many. */
  Future<Integer> again() {
    return db.soon(
        session ->
            session.transaction(
                () ->
                    noted(session)
                        .compose(runs -> delete(runs).compose(_ -> strike(session, runs)))));
  }

  private Future<List<RunId>> noted(Session session) {
    return session.list(
        """
        SELECT run FROM forgotten WHERE at <= %s - $2::bigint * interval '1 microsecond'
        ORDER BY at LIMIT $3 FOR UPDATE SKIP LOCKED
        """
            .formatted(Session.NOW),
        row -> new RunId(row.text("run")),
        session.now(),
        SECOND_TIME,
        AT_ONCE);
  }

  private static Future<Integer> strike(Session session, List<RunId> runs) {
    return runs.isEmpty()
        ? Future.succeededFuture(0)
        : session.update("DELETE FROM forgotten WHERE run = ANY($1::text[])", runs);
  }

  private Future<Void> delete(List<RunId> runs) {
    return Future.join(runs.stream().map(log::delete).toList()).mapEmpty();
  }
}
