package dev.sluice.agent;

import dev.sluice.event.DoneStatus;
import dev.sluice.model.StopReason;
import java.util.List;
import java.util.Optional;

/** What the loop does next. Decided by the transcript alone, so the same in every epoch. */
sealed interface NextStep {

  record CallModel(int turn) implements NextStep {}

  /** {@code open}: tool uses without a result. */
  record RunTools(int turn, List<ToolUse> open) implements NextStep {}

  record End(DoneStatus status, Optional<String> reason) implements NextStep {}

  /** An earlier epoch already saw this critical tool fail. */
  record Fail(String tool, String message) implements NextStep {}

  static NextStep after(Transcript transcript, LoopLimits limits) {
    return transcript
        .lastStop()
        .map(stop -> afterTurn(transcript, stop, limits))
        .orElseGet(() -> new CallModel(1));
  }

  private static NextStep afterTurn(Transcript transcript, StopReason stop, LoopLimits limits) {
    return switch (stop.kind()) {
      case END_TURN, STOP_SEQUENCE, UNKNOWN -> new End(DoneStatus.COMPLETED, Optional.empty());
      case MAX_TOKENS, CONTEXT_WINDOW_EXCEEDED ->
          new End(DoneStatus.TRUNCATED, Optional.of(stop.wire()));
      case REFUSAL -> new End(DoneStatus.REFUSED, Optional.of("the model declined to answer"));
      case PAUSE_TURN -> callModel(transcript, limits);
      case TOOL_USE -> afterToolUse(transcript, limits);
    };
  }

  private static NextStep afterToolUse(Transcript transcript, LoopLimits limits) {
    var uses = transcript.lastToolUses();
    if (uses.isEmpty()) {
      return new End(DoneStatus.COMPLETED, Optional.empty());
    }
    var open = uses.stream().filter(use -> transcript.result(use.id()).isEmpty()).toList();
    if (!open.isEmpty()) {
      return new RunTools(transcript.nextTurn() - 1, open);
    }
    return uses.stream()
        .flatMap(use -> transcript.result(use.id()).stream())
        .filter(result -> result.kind() == Journal.ToolCallFinished.Kind.FATAL)
        .findFirst()
        .<NextStep>map(result -> new Fail(result.name(), result.content()))
        .orElseGet(() -> callModel(transcript, limits));
  }

  private static NextStep callModel(Transcript transcript, LoopLimits limits) {
    return transcript.turns() >= limits.maxTurns()
        ? new End(
            DoneStatus.CAPPED,
            Optional.of("the limit of " + limits.maxTurns() + " turns is reached"))
        : new CallModel(transcript.nextTurn());
  }
}
