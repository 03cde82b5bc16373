package dev.sluice.run;

import dev.sluice.agent.AgentResult;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import java.time.Duration;
import java.util.Optional;

/** What a worker does next with the run it holds. */
sealed interface RunEffect {

  /** Fires the run's cancellation. */
  record StopLoop(String reason) implements RunEffect {}

  /**
   * Ends the run for good.
   *
   * @param failure present when it failed
   */
  record Finish(
      AgentResult result,
      DoneStatus status,
      Optional<String> reason,
      Optional<RunEvent.Failed> failure)
      implements RunEffect {}

  /** Gives the run back to the queue: handed over, or failed. */
  record GiveBack(RunStore.Release why) implements RunEffect {}

  /**
   * Gives the run back until the delay is over.
   *
   * @param failure what it waits out
   */
  record Park(Duration delay, RunEvent.Failed failure) implements RunEffect {}

  /** Lets go without a word: whatever we wrote would be refused. */
  record Abandon() implements RunEffect {}
}
