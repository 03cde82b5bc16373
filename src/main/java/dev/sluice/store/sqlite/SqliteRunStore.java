package dev.sluice.store.sqlite;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Message;
import dev.sluice.run.Acceptance;
import dev.sluice.run.Claim;
import dev.sluice.run.NewRun;
import dev.sluice.run.Run;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunOutcome;
import dev.sluice.run.RunStore;
import dev.sluice.run.RunSummary;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.store.sqlite.ClaimRun.Attempt;
import dev.sluice.store.sqlite.Lanes.Lane;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs as rows. Every decision is made by the one writer, inside the transaction that acts on it.
 */
final class SqliteRunStore implements RunStore {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  SqliteRunStore(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public Future<Acceptance> accept(NewRun run) {
    return writer.write(Lane.CONTROL, new AcceptRun(run, clock));
  }

  @Override
  public Future<Optional<Acceptance>> acceptedEarlier(UserId user, NewRun.Idempotency asked) {
    return readers.read(db -> EarlierRequests.find(db, user, asked));
  }

  @Override
  public Future<Optional<Run>> find(RunId id) {
    return readers.read(db -> RunRows.find(db, id));
  }

  @Override
  public Future<List<Run>> list(UserId user, int limit) {
    return readers.read(db -> RunRows.list(db, user, limit));
  }

  @Override
  public Future<List<RunSummary>> recent(int limit) {
    return readers.read(db -> SummaryRows.recent(db, limit));
  }

  @Override
  public Future<Optional<RunSummary>> summary(RunId id) {
    return readers.read(db -> SummaryRows.find(db, id));
  }

  @Override
  public Future<Claim> claim(RunId id, String worker, Duration lease) {
    return writer.write(Lane.CONTROL, new ClaimRun(id, worker, lease, clock)).compose(this::load);
  }

  @Override
  public Future<Optional<String>> renew(RunId id, long epoch, Duration lease) {
    return writer.write(Lane.CONTROL, db -> held(id, epoch).renew(db, lease));
  }

  @Override
  public Future<Void> journal(RunId id, long epoch, long number, Journal.Entry entry) {
    return writer.run(Lane.CONTROL, db -> held(id, epoch).journal(db, number, entry));
  }

  @Override
  public Future<List<Journal.Entry>> journal(RunId id) {
    return readers.read(db -> RunRows.journal(db, id));
  }

  @Override
  public Future<Optional<RunId>> finish(
      RunId id, long epoch, RunOutcome outcome, List<Message> messages) {
    return writer.write(Lane.CONTROL, db -> held(id, epoch).finish(db, outcome, messages));
  }

  @Override
  public Future<Void> release(RunId id, long epoch, Release why, Instant notBefore) {
    return writer.run(Lane.CONTROL, db -> held(id, epoch).release(db, why, notBefore));
  }

  @Override
  public Future<Boolean> requestCancel(RunId id, String reason) {
    return writer.write(
        Lane.CONTROL,
        db ->
            CancelRequests.put(db, id, reason, clock)
                || Standing.find(db, id).filter(standing -> !standing.ended()).isPresent());
  }

  @Override
  public Future<Void> closeLog(RunId id, long epoch) {
    return writer.run(Lane.CONTROL, held(id, epoch)::closeLog);
  }

  @Override
  public Future<Optional<Run>> claimLog(RunId id, Duration lease) {
    return writer.write(Lane.CONTROL, db -> HolderWrites.claimLog(db, id, lease, clock));
  }

  @Override
  public Future<List<Pending>> pending(int limit) {
    return readers.read(new PendingRuns(limit, clock));
  }

  @Override
  public Future<Integer> queued(RunClass runClass) {
    return readers.read(db -> RunRows.queued(db, runClass));
  }

  @Override
  public Future<Integer> sweep(
      Instant runsEndedBefore, Instant eventsEndedBefore, Instant keysBefore) {
    return new Sweep(writer, runsEndedBefore, eventsEndedBefore, keysBefore).start();
  }

  private HolderWrites held(RunId id, long epoch) {
    return new HolderWrites(id, epoch, clock);
  }

  private Future<Claim> load(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Refused(Claim why) -> Future.succeededFuture(why);
      case Attempt.Taken(Run run, long conversation) -> load(run, conversation);
    };
  }

  /** The claim is committed and keeps others away: history and journal can be read at leisure. */
  private Future<Claim> load(Run run, long conversation) {
    return readers
        .<Claim>read(
            db ->
                new Claim.Held(
                    run,
                    ConversationRows.snapshot(db, conversation),
                    MessageRows.list(db, conversation).stream()
                        .map(stored -> stored.message())
                        .toList(),
                    RunRows.journal(db, run.id())))
        .recover(failure -> notLoaded(run, failure));
  }

  private Future<Claim> notLoaded(Run run, Throwable failure) {
    if (failure instanceof StoreException unreadable && unreadable.kind() == Kind.CORRUPT) {
      return Future.succeededFuture(new Claim.Unreadable(run, unreadable));
    }
    return release(run.id(), run.epoch(), Release.HANDED_OVER, clock.instant())
        .transform(_ -> Future.failedFuture(failure));
  }
}
