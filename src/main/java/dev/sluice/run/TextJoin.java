package dev.sluice.run;

import dev.sluice.event.RunEvent;
import java.util.Optional;

/** Joins neighbouring pieces of the same text into one event, up to a size. Pure. */
final class TextJoin {
  private static final int MAX_CHARS = 8 * 1024;

  private TextJoin() {}

  static Optional<RunEvent> join(RunEvent first, RunEvent second) {
    if (first instanceof RunEvent.TextAdded(int turn, String a)
        && second instanceof RunEvent.TextAdded(int same, String b)
        && turn == same
        && fits(a, b)) {
      return Optional.of(new RunEvent.TextAdded(turn, a + b));
    }
    if (first instanceof RunEvent.ThinkingAdded(int turn, String a)
        && second instanceof RunEvent.ThinkingAdded(int same, String b)
        && turn == same
        && fits(a, b)) {
      return Optional.of(new RunEvent.ThinkingAdded(turn, a + b));
    }
    return Optional.empty();
  }

  private static boolean fits(String a, String b) {
    return a.length() + b.length() <= MAX_CHARS;
  }
}
