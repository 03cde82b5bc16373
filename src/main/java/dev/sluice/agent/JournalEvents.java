package dev.sluice.agent;

import dev.sluice.event.RunEvent;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.model.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The events that a journal entry gives rise to: the same live, after a crash, and in a rebuild.
 */
public final class JournalEvents {
  private JournalEvents() {}

  /** The text of the turn that stands, whole; empty when it has none, or was refused. */
  public static Optional<RunEvent> text(Journal.TurnFinished turn) {
    if (StopReason.of(turn.stopReason()).kind() == StopReason.Kind.REFUSAL) {
      return Optional.empty();
    }
    String text = Message.assistant(turn.blocks()).text();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunEvent.TextAdded(turn.turn(), text));
  }

  /** The starts of the calls that the turn leads to: none where it was cut off. */
  public static List<RunEvent.ToolStarted> toolStarts(Journal.TurnFinished turn) {
    if (StopReason.of(turn.stopReason()).kind() != StopReason.Kind.TOOL_USE) {
      return List.of();
    }
    return turn.blocks().stream()
        .filter(Block::isToolUse)
        .map(ToolUse::of)
        .map(use -> new RunEvent.ToolStarted(turn.turn(), use.id(), use.name(), use.args()))
        .toList();
  }

  public static RunEvent.UsageReported usage(Journal.TurnFinished turn) {
    return new RunEvent.UsageReported(
        turn.turn(), turn.model(), turn.usage(), turn.costMicros(), false, turn.requestId());
  }

  public static RunEvent.UsageReported usage(Journal.CallCharged charge) {
    return new RunEvent.UsageReported(
        charge.turn(),
        charge.model(),
        charge.usage(),
        charge.costMicros(),
        charge.estimated(),
        charge.requestId());
  }

  public static RunEvent.ToolEnded ended(Journal.ToolCallFinished call) {
    boolean ok = call.kind() == Journal.ToolCallFinished.Kind.SUCCEEDED;
    return new RunEvent.ToolEnded(
        call.turn(),
        call.toolUse(),
        call.name(),
        ok,
        Duration.ofMillis(call.durationMillis()),
        ok ? Optional.empty() : Optional.of(call.content()),
        call.kind() == Journal.ToolCallFinished.Kind.DEGRADED);
  }
}
