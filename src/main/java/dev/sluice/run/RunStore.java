package dev.sluice.run;

import dev.sluice.agent.Journal;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Message;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The port to the truth about runs: what is committed here is so. Every write of a holder names its
 * epoch and fails with {@link Fenced} when a later one exists or the run has ended. Futures
 * complete on the caller's context; {@link StoreException} tells of trouble with the store itself.
 */
public interface RunStore {

  /** Commits the run, and its conversation when new, or says why not. */
  Future<Acceptance> accept(NewRun run);

  /**
   * What {@link #accept} would say of the key alone, without accepting anything: {@link
   * Acceptance.Replayed}, {@link Acceptance.KeyReused}, or empty when it is not known.
   */
  Future<Optional<Acceptance>> acceptedEarlier(UserId user, NewRun.Idempotency asked);

  Future<Optional<Run>> find(RunId id);

  /** The user's runs, latest first. */
  Future<List<Run>> list(UserId user, int limit);

  /** The runs of all users, latest accepted first, without anybody's words: for operators only. */
  Future<List<RunSummary>> recent(int limit);

  /** One of them; empty when no such run is kept. */
  Future<Optional<RunSummary>> summary(RunId id);

  /**
   * Takes the run under its next epoch, if it is due, unheld (or its lease has ended) and the
   * oldest unfinished one of its conversation. One that was asked to stop needs no turn: it is
   * taken only to be ended. Taking over a lapsed lease counts one failure. From the second claim
   * on, the time since the release, or since the end of the lapsed lease, is added to {@link
   * Run#idle()}.
   */
  Future<Claim> claim(RunId id, String worker, Duration lease);

  /** Prolongs the lease. The value is the reason to stop, when somebody asked for that. */
  Future<Optional<String>> renew(RunId id, long epoch, Duration lease);

  /**
   * Adds to the journal under the epoch.
   *
   * @param number of the entry within the epoch, from 1: one that was written already under it
   *     stands, and succeeds again for whoever did not hear of it
   */
  Future<Void> journal(RunId id, long epoch, long number, Journal.Entry entry);

  Future<List<Journal.Entry>> journal(RunId id);

  /**
   * Ends the run, appends its messages to the conversation and frees the conversation, in one
   * commit. The value is the conversation's next run, now due. The same end under the same epoch,
   * but for its duration, succeeds again for whoever did not hear of it.
   */
  Future<Optional<RunId>> finish(RunId id, long epoch, RunOutcome outcome, List<Message> messages);

  /**
   * Gives the run back: due again at the time given, or at once when it was asked to stop. {@link
   * Release} says what it then is; one that was asked to stop is queued in any case.
   */
  Future<Void> release(RunId id, long epoch, Release why, Instant notBefore);

  /** Asks the run to stop. False when it has ended or never was. */
  Future<Boolean> requestCancel(RunId id, String reason);

  /** Notes that the log of an ended run holds its {@code done}. */
  Future<Void> closeLog(RunId id, long epoch);

  /**
   * Takes an ended run, whose log lacks its {@code done}, under a new epoch in order to write it.
   * Empty when there is nothing to do or somebody else is at it.
   */
  Future<Optional<Run>> claimLog(RunId id, Duration lease);

  /** Runs that nobody works on and somebody should: due, lapsed, or ended with an open log. */
  Future<List<Pending>> pending(int limit);

  /** How many runs of the class wait for a worker. */
  Future<Integer> queued(RunClass runClass);

  /** Deletes what is past its retention; the value is how many runs went. */
  Future<Integer> sweep(Instant runsEndedBefore, Instant eventsEndedBefore, Instant keysBefore);

  /** Why a holder gives a run back. */
  enum Release {
    /** Another one shall go on: {@code queued}. Counts no failure. */
    HANDED_OVER,
    /** The holder could not go on: counts one failure; {@code waiting} when it is due later. */
    FAILED,
    /** What it needs cannot be had for now: {@code waiting}. Counts no failure. */
    PARKED
  }

  /** A run that waits for somebody. */
  record Pending(RunId run, RunClass runClass, boolean ended) {}

  /** A later epoch holds the run, or it has ended: whoever gets this must stop. */
  final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Fenced(RunId run, long epoch) {
      super("run " + run + " is no longer held under epoch " + epoch, null, false, false);
    }
  }
}
