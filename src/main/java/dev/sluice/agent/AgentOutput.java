package dev.sluice.agent;

import dev.sluice.event.RunEvent;
import io.vertx.core.Future;

/** Where the loop's events go: the run's log. Confined to the run's context. */
public interface AgentOutput {

  /** Takes the event at once; it becomes durable in order. */
  void emit(RunEvent event);

  /** True while so much waits to become durable that the source should pause. */
  boolean isFull();

  /** Calls the action once, when there is room again. */
  void onDrain(Runnable action);

  /** Done when everything emitted so far is durable. */
  Future<Void> flush();
}
