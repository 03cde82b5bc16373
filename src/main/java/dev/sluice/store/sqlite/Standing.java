package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.run.RunStore.Fenced;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where a run stands, as far as deciding over it goes.
 *
 * @param id its row number
 * @param conversation its conversation's row number
 * @param leaseUntil in microseconds, as {@code dueAt}; both 0 when there is no such time
 * @param idleSince when its holder let go or was seen to be gone; empty while held, before the
 *     first claim, and where an earlier version of this program did not note it
 */
record Standing(
    RunId run,
    long id,
    long conversation,
    boolean running,
    boolean ended,
    long epoch,
    long leaseUntil,
    long dueAt,
    Optional<Long> idleSince,
    boolean logOpen,
    Optional<String> cancel) {

  static Optional<Standing> find(Db db, RunId run) throws SQLException {
    return db.first(
        """
        SELECT id, conversation, status = 'running' AS running, finished_at IS NOT NULL AS ended,
          epoch, lease_until, due_at, idle_since, log_open, cancel
        FROM run WHERE name = ?
        """,
        row -> of(run, row),
        run.value());
  }

  /** The run, if it is being worked on under the epoch; else the caller must stop. */
  static Standing held(Db db, RunId run, long epoch) throws SQLException {
    return find(db, run)
        .filter(standing -> standing.running && standing.epoch == epoch)
        .orElseThrow(() -> new Fenced(run, epoch));
  }

  boolean leased(long now) {
    return leaseUntil > now;
  }

  /** How long nobody has held it, in microseconds. */
  long idleUntil(long now) {
    long since = leaseUntil > 0 ? leaseUntil : idleSince.orElse(now);
    return Math.max(0, now - since);
  }

  private static Standing of(RunId run, Row row) throws SQLException {
    return new Standing(
        run,
        row.number("id"),
        row.number("conversation"),
        row.flag("running"),
        row.flag("ended"),
        row.number("epoch"),
        row.number("lease_until"),
        row.number("due_at"),
        row.optionalNumber("idle_since"),
        row.flag("log_open"),
        row.optionalText("cancel"));
  }
}
