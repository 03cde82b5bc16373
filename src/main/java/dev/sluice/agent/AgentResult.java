package dev.sluice.agent;

import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import java.time.Duration;
import java.util.Optional;

/** How the loop ended. The transcript holds what was said until then. */
public sealed interface AgentResult {

  /** The transcript of the run, as far as it came. */
  Transcript transcript();

  /**
   * The run has its end.
   *
   * @param reason more than the status says
   */
  record Ended(Transcript transcript, DoneStatus status, Optional<String> reason)
      implements AgentResult {}

  /**
   * The run cannot go on.
   *
   * @param partial what was shown of the turn that was not finished
   */
  record Failed(Transcript transcript, RunEvent.Failed failure, String partial)
      implements AgentResult {}

  /**
   * The cancellation fired before the end.
   *
   * @param partial what was shown of the turn that was not finished
   */
  record Stopped(Transcript transcript, String partial) implements AgentResult {}

  /** Ended at a turn boundary because it was asked to yield. */
  record Yielded(Transcript transcript) implements AgentResult {}

  /**
   * Nothing can be had from the model for now, and nobody waits for it in person: to be taken up
   * again later, at the same point.
   *
   * @param delay until it has a chance
   * @param failure how the run would have ended otherwise
   */
  record Parked(Transcript transcript, Duration delay, RunEvent.Failed failure)
      implements AgentResult {}
}
