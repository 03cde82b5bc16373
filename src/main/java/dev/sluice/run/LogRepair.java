package dev.sluice.run;

import dev.sluice.agent.Journal;
import dev.sluice.agent.JournalEvents;
import dev.sluice.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a new epoch must tell readers before it goes on: whatever the journal has and the log lacks,
 * and that the turn the journal does not have is void. Pure.
 */
final class LogRepair {
  /**
   * Why a turn is void that will not be done again, but told: with its tool calls and its usage.
   */
  static final String TOLD_ANEW = "told anew";

  private LogRepair() {}

  static List<RunEvent> events(List<Journal.Entry> journal, LogDigest seen) {
    return seen.isLost() ? anew(journal) : missing(journal, seen);
  }

  /** For readers of whom nobody knows what they have: all is void, and told from the beginning. */
  static List<RunEvent> anew(List<Journal.Entry> journal) {
    var events = new ArrayList<RunEvent>();
    int next = 1 + journal.stream().mapToInt(LogRepair::finishedTurn).max().orElse(0);
    for (int turn = 1; turn <= next; turn++) {
      events.add(new RunEvent.Rewound(turn, TOLD_ANEW));
    }
    events.addAll(missing(journal, new LogDigest()));
    return events;
  }

  private static int finishedTurn(Journal.Entry entry) {
    return entry instanceof Journal.TurnFinished turn ? turn.turn() : 0;
  }

  private static List<RunEvent> missing(List<Journal.Entry> journal, LogDigest seen) {
    var events = new ArrayList<RunEvent>();
    int finished = 0;
    for (Journal.Entry entry : journal) {
      switch (entry) {
        case Journal.TurnFinished turn -> {
          finished = Math.max(finished, turn.turn());
          addTurn(turn, seen, events);
        }
        case Journal.ToolCallStarted call -> {}
        case Journal.ToolCallFinished call -> addTool(call, seen, events);
        case Journal.CallCharged charge -> {
          var usage = JournalEvents.usage(charge);
          if (!seen.hasReported(usage)) {
            events.add(usage);
          }
        }
      }
    }
    voidUnfinished(finished, seen, events);
    return events;
  }

  /** The tool calls that readers know of once the repair is written. */
  static Set<String> startedTools(List<Journal.Entry> journal) {
    return journal.stream()
        .flatMap(
            entry ->
                entry instanceof Journal.TurnFinished turn
                    ? JournalEvents.toolStarts(turn).stream()
                    : Stream.empty())
        .map(start -> start.toolUse().value())
        .collect(Collectors.toSet());
  }

  private static void addTurn(Journal.TurnFinished turn, LogDigest seen, List<RunEvent> events) {
    var usage = JournalEvents.usage(turn);
    if (!seen.hasReported(usage)) {
      if (!seen.hasShown(turn.turn())) {
        JournalEvents.text(turn).ifPresent(events::add);
      }
      events.add(usage);
    }
    JournalEvents.toolStarts(turn).stream()
        .filter(start -> !seen.startedTools().contains(start.toolUse().value()))
        .forEach(events::add);
  }

  private static void addTool(
      Journal.ToolCallFinished call, LogDigest seen, List<RunEvent> events) {
    if (!seen.hasEnded(call.toolUse().value())) {
      events.add(JournalEvents.ended(call));
    }
  }

  private static void voidUnfinished(int finished, LogDigest seen, List<RunEvent> events) {
    seen.shownTurns().stream()
        .filter(turn -> turn > finished)
        .sorted()
        .forEach(turn -> events.add(new RunEvent.Rewound(turn, "restarted")));
  }
}
