package dev.sluice.event;

import dev.sluice.id.ConversationId;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens in a run. Kept in the log, sent to readers. Turns count from 1. Consumers switch
 * exhaustively; wire names live in the codec alone.
 */
public sealed interface RunEvent {

  /** A worker has taken the run. The first event of every epoch: the barrier. */
  record Started(ConversationId conversation, String agent, String model, long epoch)
      implements RunEvent {}

  /** Something a person may want to see while nothing else comes. */
  sealed interface Status extends RunEvent {}

  /** Waiting for room at the model. */
  record Waiting(String reason, Optional<Duration> expectedWait) implements Status {}

  /** A model call failed and is made again after the delay. */
  record Retrying(int attempt, Duration delay, String reason) implements Status {}

  /** Another model goes on. */
  record FellBack(String from, String to, String reason) implements Status {}

  /** Events between the reader's position and the next one are no longer kept. */
  record Trimmed() implements Status {}

  /** Visible text, to be appended. */
  record TextAdded(int turn, String text) implements RunEvent {}

  /** Summarised thinking, to be appended. */
  record ThinkingAdded(int turn, String text) implements RunEvent {}

  /** {@code args} is the tool's input as raw JSON. */
  record ToolStarted(int turn, ToolUseId toolUse, String name, String args) implements RunEvent {}

  /**
   * @param error what went wrong, in the person's words
   * @param degraded the tool is unavailable and the answer goes on without it
   */
  record ToolEnded(
      int turn,
      ToolUseId toolUse,
      String name,
      boolean ok,
      Duration duration,
      Optional<String> error,
      boolean degraded)
      implements RunEvent {}

  /** Text and thinking of this turn shown so far are void: the turn is done again. */
  record Rewound(int turn, String reason) implements RunEvent {}

  /**
   * What one model call used and cost.
   *
   * @param estimated the provider's own figures did not come; these are ours
   */
  record UsageReported(
      int turn,
      String model,
      Usage usage,
      long costMicros,
      boolean estimated,
      Optional<String> requestId)
      implements RunEvent {}

  /** Why the run cannot go on; {@link Done} follows. Wire name {@code run_error}. */
  record Failed(String type, String message, boolean retryable) implements RunEvent {}

  /**
   * Always the last event of a run.
   *
   * @param reason more than the status says: what cancelled, capped or refused it
   */
  record Done(
      DoneStatus status,
      Optional<String> reason,
      int turns,
      Usage usage,
      long costMicros,
      Duration duration)
      implements RunEvent {}
}
