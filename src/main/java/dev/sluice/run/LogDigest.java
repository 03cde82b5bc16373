package dev.sluice.run;

import dev.sluice.event.Envelope;
import dev.sluice.event.RunEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What readers have seen of a run, folded from its log. Not thread-safe. */
final class LogDigest {
  private final Set<Integer> shownTurns = new HashSet<>();
  private final Set<RunEvent.UsageReported> reported = new HashSet<>();
  private final Set<String> startedTools = new HashSet<>();
  private final Set<String> endedTools = new HashSet<>();
  private boolean done;

  void addAll(List<Envelope> events) {
    events.forEach(envelope -> add(envelope.event()));
  }

  private void add(RunEvent event) {
    switch (event) {
      case RunEvent.TextAdded text -> shownTurns.add(text.turn());
      case RunEvent.ThinkingAdded thinking -> shownTurns.add(thinking.turn());
      case RunEvent.Rewound rewound -> shownTurns.remove(rewound.turn());
      case RunEvent.UsageReported usage -> reported.add(usage);
      case RunEvent.ToolStarted tool -> startedTools.add(tool.toolUse().value());
      case RunEvent.ToolEnded tool -> endedTools.add(tool.toolUse().value());
      case RunEvent.Done end -> done = true;
      case RunEvent.Started started -> {}
      case RunEvent.Status status -> {}
      case RunEvent.Failed failed -> {}
    }
  }

  boolean hasShown(int turn) {
    return shownTurns.contains(turn);
  }

  /** Turns of which something visible stands. */
  Set<Integer> shownTurns() {
    return Set.copyOf(shownTurns);
  }

  /** Asked for the very call: a turn that is done again costs more than once. */
  boolean hasReported(RunEvent.UsageReported usage) {
    return reported.contains(usage);
  }

  Set<String> startedTools() {
    return Set.copyOf(startedTools);
  }

  boolean hasEnded(String toolUse) {
    return endedTools.contains(toolUse);
  }

  boolean isDone() {
    return done;
  }
}
