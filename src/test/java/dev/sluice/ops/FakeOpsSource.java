package dev.sluice.ops;

import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells what it was told to; set before the server asks. */
final class FakeOpsSource implements OpsSource {
  final AtomicInteger asked = new AtomicInteger();
  final Map<RunId, TimelineFact> timelines = new HashMap<>();
  volatile LoadFact load = new LoadFact("serving", 3, 50, 7, 4);
  volatile Future<List<RunFact>> runs = Future.succeededFuture(List.of());
  volatile Future<List<BudgetFact>> budgets = Future.succeededFuture(List.of());
  volatile Future<List<BreakerFact>> breakers = Future.succeededFuture(List.of());

  @Override
  public LoadFact load() {
    return load;
  }

  @Override
  public Future<List<RunFact>> runs(int limit) {
    asked.incrementAndGet();
    return runs;
  }

  @Override
  public Future<Optional<TimelineFact>> timeline(RunId run) {
    return Future.succeededFuture(Optional.ofNullable(timelines.get(run)));
  }

  @Override
  public Future<List<BudgetFact>> budgets() {
    return budgets;
  }

  @Override
  public Future<List<BreakerFact>> breakers() {
    return breakers;
  }
}
