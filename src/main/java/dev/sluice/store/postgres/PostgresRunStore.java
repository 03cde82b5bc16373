package dev.sluice.store.postgres;

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
import dev.sluice.store.postgres.ClaimRun.Attempt;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs as rows. Every decision is made by the server, in the transaction that acts on it. */
final class PostgresRunStore implements RunStore {
  private final Db db;
  private final Forgetting forgetting;
  private final InstantSource clock;

  /**
   * @param clock for times that are only wishes; leases are judged by the server's
   */
  PostgresRunStore(Db db, Forgetting forgetting, InstantSource clock) {
    this.db = db;
    this.forgetting = forgetting;
    this.clock = clock;
  }

  @Override
  public Future<Acceptance> accept(NewRun run) {
    return db.soon(new AcceptRun(run));
  }

  @Override
  public Future<Optional<Acceptance>> acceptedEarlier(UserId user, NewRun.Idempotency asked) {
    return db.soon(session -> EarlierRequests.find(session, user, asked));
  }

  @Override
  public Future<Optional<Run>> find(RunId id) {
    return db.soon(session -> RunRows.find(session, id));
  }

  @Override
  public Future<List<Run>> list(UserId user, int limit) {
    return db.soon(session -> RunRows.list(session, user, limit));
  }

  @Override
  public Future<List<RunSummary>> recent(int limit) {
    return db.soon(session -> SummaryRows.recent(session, limit));
  }

  @Override
  public Future<Optional<RunSummary>> summary(RunId id) {
    return db.soon(session -> SummaryRows.find(session, id));
  }

  @Override
  public Future<Claim> claim(RunId id, String worker, Duration lease) {
    return db.soon(new ClaimRun(id, worker, lease, UUID.randomUUID())).compose(this::load);
  }

  @Override
  public Future<Optional<String>> renew(RunId id, long epoch, Duration lease) {
    return db.soon(session -> held(id, epoch).renew(session, lease));
  }

  @Override
  public Future<Void> journal(RunId id, long epoch, long number, Journal.Entry entry) {
    var holder = new HolderWrites(id, epoch, new UUID(epoch, number));
    return db.patiently(session -> holder.journal(session, entry));
  }

  @Override
  public Future<List<Journal.Entry>> journal(RunId id) {
    return db.soon(session -> RunRows.journal(session, id));
  }

  @Override
  public Future<Optional<RunId>> finish(
      RunId id, long epoch, RunOutcome outcome, List<Message> messages) {
    return db.patiently(new FinishRun(held(id, epoch), outcome, messages));
  }

  @Override
  public Future<Void> release(RunId id, long epoch, Release why, Instant notBefore) {
    HolderWrites holder = held(id, epoch);
    return db.patiently(session -> holder.release(session, why, notBefore));
  }

  @Override
  public Future<Boolean> requestCancel(RunId id, String reason) {
    return db.soon(session -> CancelRequests.put(session, id, reason));
  }

  @Override
  public Future<Void> closeLog(RunId id, long epoch) {
    return db.patiently(held(id, epoch)::closeLog);
  }

  @Override
  public Future<Optional<Run>> claimLog(RunId id, Duration lease) {
    UUID token = UUID.randomUUID();
    return db.soon(session -> HolderWrites.claimLog(session, id, lease, token));
  }

  @Override
  public Future<List<Pending>> pending(int limit) {
    return db.soon(new PendingRuns(limit));
  }

  @Override
  public Future<Integer> queued(RunClass runClass) {
    return db.soon(session -> RunRows.queued(session, runClass));
  }

  @Override
  public Future<Integer> sweep(
      Instant runsEndedBefore, Instant eventsEndedBefore, Instant keysBefore) {
    return new Sweep(db, forgetting, runsEndedBefore, eventsEndedBefore, keysBefore).start();
  }

  private static HolderWrites held(RunId id, long epoch) {
    return new HolderWrites(id, epoch, UUID.randomUUID());
  }

  private Future<Claim> load(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Refused(Claim why) -> Future.succeededFuture(why);
      case Attempt.Taken taken -> load(taken);
    };
  }

  /** The claim is committed and keeps others away: history and journal can be read at leisure. */
  private Future<Claim> load(Attempt.Taken taken) {
    Run run = taken.run();
    return db.<Claim>soon(
            session ->
                MessageRows.list(session, taken.conversation())
                    .compose(
                        history ->
                            RunRows.journal(session, run.id())
                                .map(
                                    journal ->
                                        new Claim.Held(
                                            run,
                                            taken.snapshot(),
                                            history.stream().map(one -> one.message()).toList(),
                                            journal))))
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
