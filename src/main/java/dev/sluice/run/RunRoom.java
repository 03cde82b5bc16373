package dev.sluice.run;

import dev.sluice.event.EventLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** What everything that works on runs shares. */
public record RunRoom(
    Vertx vertx,
    RunConfig config,
    RunStore store,
    RunQueue queue,
    EventLog log,
    RunSignals signals,
    RunObserver observer,
    InstantSource clock) {

  /** The model that was asked for, else the conversation's. */
  Future<String> modelOf(Run run) {
    return run.model()
        .map(Future::succeededFuture)
        .orElseGet(
            () -> store.summary(run.id()).map(found -> found.map(RunSummary::model).orElse("")));
  }

  RunEnding ending() {
    return new RunEnding(store, queue, clock);
  }
}
