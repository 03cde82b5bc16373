package dev.sluice.store.sqlite;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.message.Message;
import dev.sluice.run.JournalCodec;
import dev.sluice.run.OutcomeCodec;
import dev.sluice.run.Run;
import dev.sluice.run.RunOutcome;
import dev.sluice.run.RunStatus;
import dev.sluice.run.RunStore.Fenced;
import dev.sluice.run.RunStore.Release;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the holder of a run may write, each under its epoch. */
record HolderWrites(RunId id, long epoch, InstantSource clock) {

  /** The value is the reason to stop, when somebody asked for that. */
  Optional<String> renew(Db db, Duration lease) throws SQLException {
    Standing standing = Standing.held(db, id, epoch);
    db.update(
        "UPDATE run SET lease_until = ? WHERE id = ?", clock.instant().plus(lease), standing.id());
    return standing.cancel();
  }

  void journal(Db db, long number, Journal.Entry entry) throws SQLException {
    Standing standing = Standing.held(db, id, epoch);
    db.update(
        """
        INSERT INTO journal (run, epoch, number, entry) VALUES (?, ?, ?, ?)
        ON CONFLICT (run, epoch, number) DO NOTHING
        """,
        standing.id(),
        epoch,
        number,
        JournalCodec.encode(entry));
  }

  /** The lease stays, so that nobody else closes the log meanwhile. The value is the next run. */
  Optional<RunId> finish(Db db, RunOutcome outcome, List<Message> messages) throws SQLException {
    long now = Micros.of(clock.instant());
    Optional<Standing> ended = endedLikeThis(db, outcome);
    if (ended.isPresent()) {
      return next(db, ended.get().conversation(), now);
    }
    Standing standing = Standing.held(db, id, epoch);
    db.update(
        "UPDATE run SET status = ?, finished_at = ?, outcome = ? WHERE id = ?",
        RunStatus.of(outcome.status()).wire(),
        now,
        OutcomeCodec.encode(outcome),
        standing.id());
    MessageRows.append(db, standing.conversation(), id, now, messages);
    ConversationRows.touch(db, standing.conversation(), now);
    return next(db, standing.conversation(), now);
  }

  private Optional<Standing> endedLikeThis(Db db, RunOutcome outcome) throws SQLException {
    Optional<Standing> ended =
        Standing.find(db, id).filter(found -> found.ended() && found.epoch() == epoch);
    return ended.isPresent()
            && RunRows.get(db, ended.get().id()).outcome().filter(outcome::isSameEnd).isPresent()
        ? ended
        : Optional.empty();
  }

  void release(Db db, Release why, Instant notBefore) throws SQLException {
    Standing standing = Standing.held(db, id, epoch);
    Instant now = clock.instant();
    boolean stops = standing.cancel().isPresent();
    boolean waits = !stops && waits(why, notBefore.isAfter(now));
    db.update(
        """
        UPDATE run SET status = ?, failures = failures + ?, due_at = ?, worker = NULL,
          lease_until = 0, idle_since = ?
        WHERE id = ?
        """,
        (waits ? RunStatus.WAITING : RunStatus.QUEUED).wire(),
        why == Release.FAILED,
        stops ? 0L : Micros.of(notBefore),
        now,
        standing.id());
  }

  private static boolean waits(Release why, boolean later) {
    return switch (why) {
      case HANDED_OVER -> false;
      case FAILED -> later;
      case PARKED -> true;
    };
  }

  /** Nothing may be appended to the log any more. */
  void closeLog(Db db) throws SQLException {
    Standing standing =
        Standing.find(db, id)
            .filter(found -> found.ended() && found.epoch() == epoch)
            .orElseThrow(() -> new Fenced(id, epoch));
    db.update(
        "UPDATE run SET log_open = 0, lease_until = 0, worker = NULL WHERE id = ?", standing.id());
    db.update(
        """
        INSERT INTO log (run, last_epoch, last_seq, last_at, sealed) VALUES (?, 0, 0, ?, 1)
        ON CONFLICT (run) DO UPDATE SET sealed = 1
        """,
        id.value(),
        clock.instant());
  }

  /** Takes an ended run under a new epoch, when its log is open and nobody is at it. */
  static Optional<Run> claimLog(Db db, RunId id, Duration lease, InstantSource clock)
      throws SQLException {
    Instant now = clock.instant();
    Optional<Standing> open =
        Standing.find(db, id)
            .filter(standing -> standing.ended() && standing.logOpen())
            .filter(standing -> !standing.leased(Micros.of(now)));
    if (open.isEmpty()) {
      return Optional.empty();
    }
    db.update(
        "UPDATE run SET epoch = epoch + 1, lease_until = ? WHERE id = ?",
        now.plus(lease),
        open.get().id());
    return Optional.of(RunRows.get(db, open.get().id()));
  }

  private record Pending(RunId run, boolean due) {}

  private static Optional<RunId> next(Db db, long conversation, long now) throws SQLException {
    return db.first(
            """
            SELECT name, status <> 'running' AND due_at <= ?2 AS due FROM run
            WHERE conversation = ?1 AND finished_at IS NULL ORDER BY id LIMIT 1
            """,
            row -> new Pending(new RunId(row.text("name")), row.flag("due")),
            conversation,
            now)
        .filter(Pending::due)
        .map(Pending::run);
  }
}
