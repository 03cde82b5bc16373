package dev.sluice.run;

import dev.sluice.agent.AgentResult;

/** What a worker hears about the run it holds. */
sealed interface RunSignal {

  record LoopEnded(AgentResult result) implements RunSignal {}

  /** The journal or the log refused; {@code cause} says why. */
  record LoopBroke(Throwable cause) implements RunSignal {}

  record CancelAsked(String reason) implements RunSignal {}

  record DeadlinePassed() implements RunSignal {}

  record ReadersGone() implements RunSignal {}

  /** The lease was not renewed in time, or a later epoch exists. */
  record LeaseLost() implements RunSignal {}

  /** The process shuts down and running turns had their time. */
  record DrainEnded() implements RunSignal {}
}
