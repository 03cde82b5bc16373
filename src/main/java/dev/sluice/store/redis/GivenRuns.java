package dev.sluice.store.redis;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.store.redis.Line.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that Redis gave to this pod: those that nobody here has taken yet, and the entries of
 * those that were taken, until they are acknowledged. Confined to one context.
 */
final class GivenRuns {
  private static final int BACKGROUND_EVERY = 5;

  private final Deque<Entry> interactive = new ArrayDeque<>();
  private final Deque<Entry> background = new ArrayDeque<>();
  private final Map<RunId, List<Entry>> taken = new HashMap<>();
  private int interactiveInARow;

  /** What is given again is left out when it is known. */
  void add(List<Entry> entries) {
    for (Entry entry : entries) {
      if (!entry.again() || !isKnown(entry)) {
        line(entry.runClass()).addLast(entry);
      }
    }
  }

  /** As the port's {@code take}; empty when there is nothing. */
  List<RunId> give(int max, int maxBackground) {
    var runs = new ArrayList<RunId>();
    int backgroundLeft = maxBackground;
    while (runs.size() < max) {
      boolean allowed = backgroundLeft > 0 && !background.isEmpty();
      if (allowed && (interactive.isEmpty() || backgroundIsDue())) {
        interactiveInARow = 0;
        backgroundLeft--;
        runs.add(take(background));
      } else if (interactive.isEmpty()) {
        break;
      } else {
        interactiveInARow++;
        runs.add(take(interactive));
      }
    }
    return List.copyOf(runs);
  }

  /** So many interactive runs were given that a background run comes first. */
  boolean backgroundIsDue() {
    return interactiveInARow >= BACKGROUND_EVERY - 1;
  }

  List<Entry> remove(RunId run) {
    List<Entry> entries = taken.remove(run);
    return entries == null ? List.of() : entries;
  }

  private RunId take(Deque<Entry> line) {
    Entry entry = line.removeFirst();
    taken.computeIfAbsent(entry.run(), _ -> new ArrayList<>(1)).add(entry);
    return entry.run();
  }

  private boolean isKnown(Entry entry) {
    return line(entry.runClass()).stream().anyMatch(one -> one.id().equals(entry.id()))
        || taken.getOrDefault(entry.run(), List.of()).stream()
            .anyMatch(one -> one.id().equals(entry.id()));
  }

  private Deque<Entry> line(RunClass runClass) {
    return switch (runClass) {
      case INTERACTIVE -> interactive;
      case BACKGROUND -> background;
    };
  }
}
