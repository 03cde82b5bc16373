package dev.sluice.store.postgres;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is past its retention in small steps. Several processes may be at it: each step
 * leaves alone what another one has in hand.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int RUNS_A_STEP = 100;
  private static final int KEYS_A_STEP = 500;

  private static final String KEYS =
      """
      DELETE FROM idempotency WHERE (owner, key) IN (
        SELECT owner, key FROM idempotency WHERE created_at < $1
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String PAST =
      """
      WITH past AS MATERIALIZED (
        SELECT id FROM run WHERE finished_at IS NOT NULL AND NOT log_open AND finished_at < $2
          %s LIMIT $3 FOR UPDATE SKIP LOCKED),
      """;

  private static final String NOTE =
      """
      noted AS (
        INSERT INTO forgotten (run, at) SELECT name, %s FROM gone
        ON CONFLICT (run) DO UPDATE SET at = excluded.at)
      SELECT name FROM gone
      """
          .formatted(Session.NOW);

  /** The messages that a run brought belong to the conversation and stay. */
  private static final String RUNS =
      PAST.formatted("")
          + "gone AS (DELETE FROM run WHERE id IN (SELECT id FROM past) RETURNING name), "
          + NOTE;

  private static final String EVENTS =
      PAST.formatted("AND events_kept")
          + "gone AS (UPDATE run SET events_kept = false WHERE id IN (SELECT id FROM past)"
          + " RETURNING name), "
          + NOTE;

  private final Db db;
  private final Forgetting forgetting;
  private final Instant runsEndedBefore;
  private final Instant eventsEndedBefore;
  private final Instant keysBefore;
  private final AtomicInteger runs = new AtomicInteger();
  private final Promise<Integer> done = Promise.promise();

  Sweep(
      Db db,
      Forgetting forgetting,
      Instant runsEndedBefore,
      Instant eventsEndedBefore,
      Instant keysBefore) {
    this.db = db;
    this.forgetting = forgetting;
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
    db.<Integer>soon(session -> session.update(KEYS, keysBefore, KEYS_A_STEP))
        .compose(keys -> forget(EVENTS, eventsEndedBefore).map(events -> keys + events))
        .compose(
            dropped ->
                forget(RUNS, runsEndedBefore)
                    .onSuccess(runs::addAndGet)
                    .map(deleted -> dropped + deleted))
        .compose(changed -> forgottenBefore().map(again -> changed + again))
        .onSuccess(this::goOn)
        .onFailure(done::fail);
  }

  private void goOn(int changed) {
    if (changed > 0) {
      step();
    } else {
      done.complete(runs.get());
    }
  }

  private Future<Integer> forget(String sql, Instant before) {
    return db.soon(session -> past(session, sql, before))
        .compose(gone -> forgetting.now(gone).map(gone.size()));
  }

  private static Future<List<RunId>> past(Session session, String sql, Instant before) {
    return session.list(
        sql, row -> new RunId(row.text("name")), session.now(), before, RUNS_A_STEP);
  }

  /** The event log may be away: that must not keep the rest. */
  private Future<Integer> forgottenBefore() {
    return forgetting
        .again()
        .otherwise(
            failure -> {
              LOG.warn("the events of deleted runs cannot be deleted: {}", failure.getMessage());
              return 0;
            });
  }
}
