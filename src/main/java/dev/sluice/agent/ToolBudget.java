package dev.sluice.agent;

import dev.sluice.agent.Journal.ToolCallFinished.Kind;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the tool calls of one run and says which one goes too far. Pure, not thread-safe. */
final class ToolBudget {
  private final LoopLimits limits;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<Call, Integer> failures = new HashMap<>();
  private final Map<Call, Integer> underWay = new HashMap<>();
  private int total;

  private record Call(String name, String input) {}

  ToolBudget(LoopLimits limits) {
    this.limits = limits;
  }

  /** The budget as earlier epochs left it. */
  static ToolBudget of(LoopLimits limits, List<Journal.Entry> journal) {
    var budget = new ToolBudget(limits);
    var inputs = new HashMap<ToolUseId, String>();
    for (Journal.Entry entry : journal) {
      switch (entry) {
        case Journal.TurnFinished turn ->
            turn.blocks().stream()
                .filter(Block::isToolUse)
                .map(ToolUse::of)
                .forEach(use -> inputs.put(use.id(), use.args()));
        case Journal.ToolCallStarted call -> budget.count(call.name());
        case Journal.ToolCallFinished call when call.kind() != Kind.SUCCEEDED ->
            budget.failed(call.name(), inputs.getOrDefault(call.toolUse(), ""));
        case Journal.ToolCallFinished call -> {}
        case Journal.CallCharged charge -> {}
      }
    }
    return budget;
  }

  /** Counts the call and allows it, or says to the model why it is not made. */
  Optional<String> refuse(String name, String input) {
    var call = new Call(name, input);
    int failed = failures.getOrDefault(call, 0);
    if (failed >= limits.maxSameFailures()) {
      return Optional.of(
          "Not called: this same call has failed "
              + failed
              + " times already. Try something else or answer without it.");
    }
    // Side by side, none has failed yet when the next one asks: all of them might.
    if (failed + underWay.getOrDefault(call, 0) >= limits.maxSameFailures()) {
      return Optional.of("Not called: this same call is under way already. Wait for its result.");
    }
    if (total >= limits.maxToolCalls()) {
      return Optional.of("Not called: this run has used up its tool calls. Answer without more.");
    }
    if (calls.getOrDefault(name, 0) >= limits.maxCallsPerTool()) {
      return Optional.of("Not called: this run has called " + name + " too often. Go on without.");
    }
    count(name);
    underWay.merge(call, 1, Integer::sum);
    return Optional.empty();
  }

  /** A call that was allowed has its result. */
  void ended(String name, String input, boolean succeeded) {
    underWay.computeIfPresent(new Call(name, input), (call, n) -> n > 1 ? n - 1 : null);
    if (!succeeded) {
      failed(name, input);
    }
  }

  void count(String name) {
    total++;
    calls.merge(name, 1, Integer::sum);
  }

  void failed(String name, String input) {
    failures.merge(new Call(name, input), 1, Integer::sum);
  }
}
