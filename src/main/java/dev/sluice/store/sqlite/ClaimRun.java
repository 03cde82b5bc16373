package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.run.Claim;
import dev.sluice.run.Run;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Takes a run under its next epoch, if it may be taken. */
record ClaimRun(RunId id, String worker, Duration lease, InstantSource clock)
    implements Work<ClaimRun.Attempt> {

  /** What came of it. */
  sealed interface Attempt {
    /** It is ours; {@code conversation} is the row number of its conversation. */
    record Taken(Run run, long conversation) implements Attempt {}

    record Refused(Claim why) implements Attempt {}
  }

  @Override
  public Attempt run(Db db) throws SQLException {
    Optional<Standing> found = Standing.find(db, id);
    Instant now = clock.instant();
    if (found.isEmpty() || found.get().ended()) {
      return new Attempt.Refused(new Claim.Gone());
    }
    Standing standing = found.get();
    if (standing.running()) {
      return standing.leased(Micros.of(now))
          ? new Attempt.Refused(new Claim.Gone())
          : take(db, standing, now);
    }
    // One that is to be stopped needs no turn: it is taken only to be ended.
    boolean itsTurn =
        standing.cancel().isPresent()
            || (standing.dueAt() <= Micros.of(now) && isFirst(db, standing));
    return itsTurn ? take(db, standing, now) : new Attempt.Refused(new Claim.NotYet());
  }

  private static boolean isFirst(Db db, Standing standing) throws SQLException {
    return db.number(
            """
            SELECT count(*) FROM run WHERE conversation = ? AND finished_at IS NULL AND id < ?
            """,
            standing.conversation(),
            standing.id())
        == 0;
  }

  private Attempt take(Db db, Standing standing, Instant now) throws SQLException {
    db.update(
        """
        UPDATE run SET status = 'running', epoch = epoch + 1, failures = failures + ?, worker = ?,
          lease_until = ?, started_at = coalesce(started_at, ?), idle = idle + ?, idle_since = NULL
        WHERE id = ?
        """,
        standing.running(),
        worker,
        now.plus(lease),
        now,
        standing.idleUntil(Micros.of(now)),
        standing.id());
    return new Attempt.Taken(RunRows.get(db, standing.id()), standing.conversation());
  }
}
