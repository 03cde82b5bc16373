package dev.sluice.run;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What readers have seen of a run, folded from its log. Not thread-safe. */
final class LogDigest {
  private final Set<Integer> shownTurns = new HashSet<>();
  private final Set<RunEvent.UsageReported> reported = new HashSet<>();
  private final Set<String> startedTools = new HashSet<>();
  private final Set<String> endedTools = new HashSet<>();
  private final boolean lost;
  private @Nullable EventId first;
  private boolean trimmed;
  private boolean done;

  LogDigest() {
    this(false);
  }

  private LogDigest(boolean lost) {
    this.lost = lost;
  }

  /** Of a log that cannot tell what readers have seen. */
  static LogDigest lost() {
    return new LogDigest(true);
  }

  /** Adds what the log has next. */
  void add(EventLog.LogPage page) {
    trimmed |= page.trimmed();
    if (first == null && !page.events().isEmpty()) {
      first = page.events().getFirst().id();
    }
    addAll(page.events());
  }

  /**
   * What is known to those who hold the run under the epoch: a log that does not begin with an
   * earlier one has lost what readers saw, and tells nothing of use.
   */
  LogDigest before(long epoch) {
    boolean whole = first != null && first.seq() == 1 && first.epoch() < epoch && !trimmed;
    return whole ? this : lost();
  }

  /** Readers may have seen more than the log knows of, and less than it takes to go on. */
  boolean isLost() {
    return lost;
  }

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
