package dev.sluice.ops;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What the operator's view shows, asked of whoever has it. Called on the management event loop;
 * must not block. Whatever it tells must name no person and hold nothing that a person wrote or
 * read. A part that fails is shown as missing; the others go on.
 */
public interface OpsSource {

  LoadFact load();

  /** Latest accepted first. */
  Future<List<RunFact>> runs(int limit);

  /** Empty when no such run is kept. */
  Future<Optional<TimelineFact>> timeline(RunId run);

  /** What the limiter knows of each budget; empty where there is no limiter. */
  Future<List<BudgetFact>> budgets();

  /** How each breaker stands; empty where there are none. */
  Future<List<BreakerFact>> breakers();
}
