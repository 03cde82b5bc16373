package dev.sluice.run;

import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * The port to whoever knows how long a new run would wait for its model. Asked once for each new
 * run, on the caller's context: it must answer at once, from what is known. A failure admits.
 */
@FunctionalInterface
public interface Admission {
  /** Admits everything. */
  Admission OPEN = (model, runClass, user) -> Future.succeededFuture(Optional.empty());

  /**
   * Empty to take the run in; otherwise it is refused, with the time after which a new one has a
   * chance. Background runs can wait: they are never refused for that.
   *
   * @param model the one asked for, else the agent's own, by the name it is configured under
   * @param user whose turn it is goes by who asks, and for how much
   */
  Future<Optional<Duration>> refuse(String model, RunClass runClass, UserId user);
}
