package dev.sluice;

import static dev.sluice.ops.TimelineFact.Source.EVENTS;
import static dev.sluice.ops.TimelineFact.Source.JOURNAL;

import dev.sluice.agent.UserTag;
import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import dev.sluice.limit.BudgetState;
import dev.sluice.model.chain.Guards;
import dev.sluice.ops.BreakerFact;
import dev.sluice.ops.BudgetFact;
import dev.sluice.ops.LoadFact;
import dev.sluice.ops.OpsSource;
import dev.sluice.ops.RunFact;
import dev.sluice.ops.TimelineFact;
import dev.sluice.resilience.BreakerState;
import dev.sluice.run.RunStore;
import dev.sluice.run.RunSummary;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the rooms tell the operator, in the words of {@code ops}. People become digests here; their
 * words never come this far.
 */
final class OpsView implements OpsSource {
  private final RunStore store;
  private final EventLog log;
  private final Guards guards;
  private final Supplier<LoadFact> load;

  OpsView(RunStore store, EventLog log, Guards guards, Supplier<LoadFact> load) {
    this.store = store;
    this.log = log;
    this.guards = guards;
    this.load = load;
  }

  @Override
  public LoadFact load() {
    return load.get();
  }

  @Override
  public Future<List<RunFact>> runs(int limit) {
    return store.recent(limit).map(runs -> runs.stream().map(OpsView::fact).toList());
  }

  @Override
  public Future<Optional<TimelineFact>> timeline(RunId id) {
    return store
        .summary(id)
        .compose(
            found ->
                found
                    .map(run -> timeline(run).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  @Override
  public Future<List<BudgetFact>> budgets() {
    return guards.limiter().budgets().map(budgets -> budgets.stream().map(OpsView::fact).toList());
  }

  @Override
  public Future<List<BreakerFact>> breakers() {
    return Future.succeededFuture(guards.breakers().states().stream().map(OpsView::fact).toList());
  }

  private Future<TimelineFact> timeline(RunSummary run) {
    return LogTimeline.read(log, run)
        .compose(
            told ->
                told.isEmpty() && run.startedAt().isPresent()
                    ? fromJournal(run)
                    : Future.succeededFuture(
                        new TimelineFact(fact(run), EVENTS, told.steps(), told.isWhole())));
  }

  private Future<TimelineFact> fromJournal(RunSummary run) {
    return store
        .journal(run.id())
        .map(
            journal ->
                new TimelineFact(fact(run), JOURNAL, JournalTimeline.steps(run, journal), true));
  }

  private static BudgetFact fact(BudgetState budget) {
    return new BudgetFact(
        budget.key().toString(),
        budget.kind(),
        budget.limit(),
        budget.remaining(),
        budget.waiting(),
        budget.longestWait(),
        budget.pressure(),
        budget.closedUntil());
  }

  private static BreakerFact fact(BreakerState breaker) {
    var state =
        switch (breaker.state()) {
          case "closed" -> BreakerFact.State.CLOSED;
          case "half_open" -> BreakerFact.State.HALF_OPEN;
          default -> BreakerFact.State.OPEN;
        };
    return new BreakerFact(breaker.name(), state, breaker.failuresInRow(), breaker.nextTrial());
  }

  static RunFact fact(RunSummary run) {
    return new RunFact(
        run.id(),
        UserTag.of(run.user()),
        run.agent(),
        run.channel(),
        run.runClass().wire(),
        run.model(),
        run.status().wire(),
        run.epoch(),
        run.failures(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        run.ending().map(OpsView::fact));
  }

  private static RunFact.Ending fact(RunSummary.Ending ending) {
    return new RunFact.Ending(
        ending.reason(),
        ending.error(),
        ending.turns(),
        ending.usage().totalInputTokens(),
        ending.usage().outputTokens(),
        ending.costMicros(),
        ending.duration());
  }
}
