package dev.sluice.run;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.util.List;

/**
 * What channels may do with runs. Failures are {@link RunException}s and {@link StoreException}s.
 * Futures complete on the caller's context.
 */
public interface Runs {

  /** Accepts the run: it is durable when this completes. */
  Future<Submitted> submit(Submission submission);

  /** The run, if it is the user's. */
  Future<Run> get(RunId id, UserId user);

  Future<List<Run>> list(UserId user, int limit);

  /** Asks the run to stop; without effect when it has ended. The value is the run as it is now. */
  Future<Run> cancel(RunId id, UserId user, String reason);

  /** How to read the run's events after the position. */
  Future<Reading> read(RunId id, UserId user, EventId after);

  /** Says that somebody reads the run now; attended runs live on it. */
  void present(RunId id);

  /** How busy this process is. */
  Load load();

  /** {@code replayed}: an idempotency key named a run that had been accepted before. */
  record Submitted(Run run, boolean replayed) {}

  /**
   * @param inFlight runs that this process works on
   * @param capacity how many it works on at most
   * @param queued runs accepted here or elsewhere that wait in this process's line
   */
  record Load(int inFlight, int capacity, int queued, boolean draining) {}

  /** Where events come from. */
  sealed interface Reading {
    /** Follow the log: replay, then live, until {@code done}. */
    record Follow(Run run) implements Reading {}

    /** The log is gone: these are rebuilt from the journal, and all there is. */
    record Rebuilt(Run run, List<Envelope> events) implements Reading {
      public Rebuilt {
        events = List.copyOf(events);
      }
    }

    /** The reader has seen {@code done}. */
    record Over(Run run) implements Reading {}
  }
}
