package dev.sluice.agent;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.ToolCallFinished;
import dev.sluice.agent.Journal.ToolCallStarted;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.model.StopReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was said in one run, folded from its journal: the same entries always give the same
 * transcript, in whichever epoch. Pure, not thread-safe.
 */
public final class Transcript {
  private static final Block DECLINED = Block.text("(The model declined to answer this.)");

  private final Message input;
  private final List<TurnFinished> turns = new ArrayList<>();
  private final Set<ToolUseId> started = new HashSet<>();
  private final Map<ToolUseId, ToolCallFinished> results = new HashMap<>();
  private Usage usage = Usage.ZERO;
  private long costMicros;

  public Transcript(Message input) {
    this.input = input;
  }

  public static Transcript of(Message input, List<Journal.Entry> journal) {
    var transcript = new Transcript(input);
    journal.forEach(transcript::add);
    return transcript;
  }

  /** Adds one entry, in journal order. */
  public void add(Journal.Entry entry) {
    switch (entry) {
      case TurnFinished turn -> {
        turns.add(turn);
        spend(turn.usage(), turn.costMicros());
      }
      case ToolCallStarted call -> started.add(call.toolUse());
      case ToolCallFinished call -> results.put(call.toolUse(), call);
      case CallCharged charge -> spend(charge.usage(), charge.costMicros());
    }
  }

  private void spend(Usage more, long micros) {
    usage = usage.plus(more);
    costMicros += micros;
  }

  /** Finished turns. */
  public int turns() {
    return turns.size();
  }

  /** The number of the turn that comes next, counting from 1. */
  public int nextTurn() {
    return turns.isEmpty() ? 1 : turns.getLast().turn() + 1;
  }

  public Usage usage() {
    return usage;
  }

  public long costMicros() {
    return costMicros;
  }

  /** The visible text of all finished turns. */
  public String text() {
    return turns.stream()
        .filter(turn -> !isRefusal(turn))
        .map(turn -> Message.assistant(turn.blocks()).text())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  Optional<StopReason> lastStop() {
    return turns.isEmpty()
        ? Optional.empty()
        : Optional.of(StopReason.of(turns.getLast().stopReason()));
  }

  /** Whether a call of an earlier turn has this id. */
  boolean knows(String toolUse) {
    return turns.stream()
        .flatMap(turn -> turn.blocks().stream())
        .filter(Block::isToolUse)
        .anyMatch(block -> block.node().path("id").asText().equals(toolUse));
  }

  /** The tool uses of the last turn, in order. */
  List<ToolUse> lastToolUses() {
    return turns.isEmpty() ? List.of() : toolUses(turns.getLast());
  }

  boolean hasStarted(ToolUseId id) {
    return started.contains(id);
  }

  Optional<ToolCallFinished> result(ToolUseId id) {
    return Optional.ofNullable(results.get(id));
  }

  /** The messages to send: every tool use has its result. */
  List<Message> messages() {
    return messages("This call was not made.");
  }

  /**
   * The messages to keep when the run ends here. Tool uses without a result get one, as providers
   * demand.
   *
   * @param unfinished what the model will read in place of a missing result
   */
  public List<Message> messages(String unfinished) {
    var messages = new ArrayList<Message>();
    messages.add(input);
    for (TurnFinished turn : turns) {
      if (isRefusal(turn)) {
        messages.add(Message.assistant(List.of(DECLINED)));
      } else if (!turn.blocks().isEmpty()) {
        messages.add(Message.assistant(turn.blocks(), turn.model()));
      }
      var uses = toolUses(turn);
      if (!uses.isEmpty()) {
        messages.add(Message.user(uses.stream().map(use -> resultBlock(use, unfinished)).toList()));
      }
    }
    return messages;
  }

  private Block resultBlock(ToolUse use, String unfinished) {
    ToolCallFinished result = results.get(use.id());
    if (result == null) {
      String words =
          started.contains(use.id())
              ? "The call was interrupted; whether it took effect is unknown."
              : unfinished;
      return Block.toolResult(use.id().value(), words, true);
    }
    boolean error = result.kind() != ToolCallFinished.Kind.SUCCEEDED;
    return Block.toolResult(use.id().value(), result.content(), error);
  }

  /** A refusal's partial output is void, and a conversation goes on only without it. */
  private static boolean isRefusal(TurnFinished turn) {
    return StopReason.of(turn.stopReason()).kind() == StopReason.Kind.REFUSAL;
  }

  private static List<ToolUse> toolUses(TurnFinished turn) {
    if (isRefusal(turn)) {
      return List.of();
    }
    return turn.blocks().stream().filter(Block::isToolUse).map(ToolUse::of).toList();
  }
}
