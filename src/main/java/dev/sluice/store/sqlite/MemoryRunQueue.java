package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The line of waiting runs in this process's memory: first come first served within a class,
 * interactive before background, but every fifth one taken is a background run when one waits. A
 * run that was taken may be offered again: the store lets it be claimed once. Thread-safe.
 */
final class MemoryRunQueue implements RunQueue {
  private static final int BACKGROUND_EVERY = 5;

  private record Taker(int max, int maxBackground, Caller<List<RunId>> caller) {}

  private final Vertx vertx;
  private final SequencedSet<RunId> interactive = new LinkedHashSet<>();
  private final SequencedSet<RunId> background = new LinkedHashSet<>();
  private final Deque<Taker> takers = new ArrayDeque<>();
  private int interactiveInARow;
  private boolean closed;

  MemoryRunQueue(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public synchronized Future<Void> offer(RunId run, RunClass runClass) {
    if (!closed) {
      line(runClass).add(run);
      serve();
    }
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<List<RunId>> take(int max, int maxBackground) {
    if (max < 1 || maxBackground < 0) {
      return Future.failedFuture(
          new IllegalArgumentException("take at least one run, and no negative number"));
    }
    var taker = new Taker(max, maxBackground, Caller.of(vertx));
    if (closed) {
      taker.caller().succeed(List.of());
    } else {
      takers.addLast(taker);
      serve();
    }
    return taker.caller().future();
  }

  /** Nothing to do: a taken run is in line no more, and what is lost with us the store offers. */
  @Override
  public Future<Void> ack(RunId run) {
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> close() {
    closed = true;
    interactive.clear();
    background.clear();
    takers.forEach(taker -> taker.caller().succeed(List.of()));
    takers.clear();
    return Future.succeededFuture();
  }

  /** First come first served, but for those who do not want what there is. */
  private void serve() {
    Iterator<Taker> waiting = takers.iterator();
    while (waiting.hasNext() && !(interactive.isEmpty() && background.isEmpty())) {
      Taker taker = waiting.next();
      List<RunId> runs = runsFor(taker);
      if (!runs.isEmpty()) {
        waiting.remove();
        taker.caller().succeed(runs);
      }
    }
  }

  private List<RunId> runsFor(Taker taker) {
    var runs = new ArrayList<RunId>();
    int backgroundLeft = taker.maxBackground();
    while (runs.size() < taker.max()) {
      boolean allowed = backgroundLeft > 0 && !background.isEmpty();
      if (allowed && (interactive.isEmpty() || interactiveInARow >= BACKGROUND_EVERY - 1)) {
        interactiveInARow = 0;
        backgroundLeft--;
        runs.add(background.removeFirst());
      } else if (interactive.isEmpty()) {
        break;
      } else {
        interactiveInARow++;
        runs.add(interactive.removeFirst());
      }
    }
    return List.copyOf(runs);
  }

  private SequencedSet<RunId> line(RunClass runClass) {
    return switch (runClass) {
      case INTERACTIVE -> interactive;
      case BACKGROUND -> background;
    };
  }
}
