package dev.sluice.model.chain;

import dev.sluice.id.UserId;
import dev.sluice.limit.BudgetKey;
import dev.sluice.limit.BudgetState;
import dev.sluice.limit.Demand;
import dev.sluice.limit.LeaseId;
import dev.sluice.limit.Limiter;
import dev.sluice.limit.Priority;
import dev.sluice.limit.Settlement;
import dev.sluice.model.ResponseHead;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Grants everything at once, unless told otherwise; knows what was not given back. */
public final class FakeLimiter implements Limiter {
  public final List<Demand> demands = new ArrayList<>();
  public final List<Duration> patiences = new ArrayList<>();
  public final Map<LeaseId, Settlement> settled = new LinkedHashMap<>();
  public final List<ResponseHead> learned = new ArrayList<>();
  public final List<Place> line = new ArrayList<>();
  private final Map<BudgetKey, NoRoom> full = new LinkedHashMap<>();
  private final Map<BudgetKey, Duration> waits = new LinkedHashMap<>();
  private boolean holding;
  private boolean deaf;
  private long granted;

  /** Somebody who waits. */
  public record Place(Promise<LeaseId> promise, Consumer<Duration> waiting) {}

  /** From now on everybody waits until {@link #grant}. */
  public FakeLimiter hold() {
    return holding(true);
  }

  public FakeLimiter holding(boolean value) {
    holding = value;
    return this;
  }

  /** Like a limiter whose grant crosses the cancellation: it does not hear of it in time. */
  public FakeLimiter holdDeaf() {
    deaf = true;
    return hold();
  }

  public FakeLimiter refuse(BudgetKey budget, Duration retryAfter) {
    full.put(budget, new NoRoom("full", retryAfter));
    return this;
  }

  /** What a new demand is told to expect. */
  public FakeLimiter expect(BudgetKey budget, Duration wait) {
    waits.put(budget, wait);
    return this;
  }

  /** Grants to the one who has waited longest. */
  public void grant() {
    line.removeFirst().promise().complete(lease());
  }

  public long granted() {
    return granted;
  }

  private LeaseId lease() {
    return new LeaseId(granted++);
  }

  @Override
  public Future<LeaseId> acquire(
      Demand demand, Duration patience, Cancellation cancellation, Consumer<Duration> waiting) {
    demands.add(demand);
    patiences.add(patience);
    NoRoom refusal = full.get(demand.budget());
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    if (!holding) {
      return Future.succeededFuture(lease());
    }
    var place = new Place(Promise.promise(), waiting);
    line.add(place);
    if (!deaf) {
      cancellation.onCancel(() -> leave(place));
    }
    return place.promise().future();
  }

  private void leave(Place place) {
    if (line.remove(place)) {
      place.promise().fail(new CancellationException());
    }
  }

  @Override
  public void learn(BudgetKey budget, ResponseHead head) {
    learned.add(head);
  }

  @Override
  public void settle(LeaseId lease, Settlement settlement) {
    if (lease.value() >= granted || settled.putIfAbsent(lease, settlement) != null) {
      throw new AssertionError("not open: " + lease);
    }
  }

  @Override
  public Future<Duration> expectedWait(
      BudgetKey budget, String model, Priority priority, UserId user) {
    return Future.succeededFuture(waits.getOrDefault(budget, Duration.ZERO));
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return Future.succeededFuture(List.of());
  }
}
