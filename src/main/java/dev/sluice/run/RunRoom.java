package dev.sluice.run;

import dev.sluice.event.EventLog;
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

  RunEnding ending() {
    return new RunEnding(store, queue, clock);
  }
}
