package dev.sluice.run;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.List;

/**
 * The port to the line of runs that wait for a worker. The store is the truth: what the queue loses
 * is offered again from there, and what it gives twice is claimed once.
 */
public interface RunQueue {

  /** Puts a run in line. Offering one that is in line already is allowed. */
  Future<Void> offer(RunId run, RunClass runClass);

  /** Up to {@code max} runs, interactive ones first; completes when there is at least one. */
  Future<List<RunId>> take(int max);

  /** The run was claimed, or turned out to be gone. */
  Future<Void> ack(RunId run);

  /** Ends waiting takes with an empty list. */
  Future<Void> close();
}
