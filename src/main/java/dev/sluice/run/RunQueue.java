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

  /**
   * Up to {@code max} runs, interactive ones first, and of the background class at most {@code
   * maxBackground}; completes when there is at least one such. A take that waits for an interactive
   * run does not keep later ones from what it does not want. Fails with {@link
   * IllegalArgumentException} for {@code max} below one or a negative {@code maxBackground}.
   */
  Future<List<RunId>> take(int max, int maxBackground);

  /** The run was claimed, or turned out to be gone. */
  Future<Void> ack(RunId run);

  /** Ends waiting takes with an empty list. */
  Future<Void> close();
}
