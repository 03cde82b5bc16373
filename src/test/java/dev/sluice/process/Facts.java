package dev.sluice.process;

import java.util.EnumMap;
import java.util.Map;

/** What has been observed so far, by kind, so that a kill can follow an event. Thread-safe. */
final class Facts {
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private int open;

  /** What may be observed. */
  enum Kind {
    /** A submit goes out; whether it will be accepted is open. */
    SENT,
    ACCEPTED,
    /** A reader got a piece of text or thinking. */
    TEXT,
    /** A tool service was called and has not answered. */
    TOOL_CALLED,
    /** A reader saw that a tool call or a turn was over. */
    STEP_ENDED,
    DONE
  }

  synchronized void saw(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
    notifyAll();
  }

  synchronized int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** Something begins that {@link #awaitQuiet} waits for. */
  synchronized void begin() {
    open++;
  }

  synchronized void end() {
    open--;
    notifyAll();
  }

  /** Waits for that many of a kind; gives up when nothing is under way any more. */
  synchronized void await(Kind kind, int count) throws InterruptedException {
    while (open > 0 && count(kind) < count) {
      wait();
    }
  }

  /** Waits until nothing is under way. */
  synchronized void awaitQuiet() throws InterruptedException {
    while (open > 0) {
      wait();
    }
  }
}
