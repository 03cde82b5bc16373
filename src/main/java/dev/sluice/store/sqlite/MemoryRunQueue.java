package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

  private record Taker(int max, Caller<List<RunId>> caller) {}

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
  public synchronized Future<List<RunId>> take(int max) {
    if (max < 1) {
      return Future.failedFuture(new IllegalArgumentException("take at least one run"));
    }
    var taker = new Taker(max, Caller.of(vertx));
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

  private void serve() {
    while (!takers.isEmpty() && !(interactive.isEmpty() && background.isEmpty())) {
      Taker taker = takers.removeFirst();
      var runs = new ArrayList<RunId>();
      while (runs.size() < taker.max() && !(interactive.isEmpty() && background.isEmpty())) {
        runs.add(next());
      }
      taker.caller().succeed(List.copyOf(runs));
    }
  }

  private RunId next() {
    boolean backgroundsTurn = interactiveInARow >= BACKGROUND_EVERY - 1 && !background.isEmpty();
    if (interactive.isEmpty() || backgroundsTurn) {
      interactiveInARow = 0;
      return background.removeFirst();
    }
    interactiveInARow++;
    return interactive.removeFirst();
  }

  private SequencedSet<RunId> line(RunClass runClass) {
    return switch (runClass) {
      case INTERACTIVE -> interactive;
      case BACKGROUND -> background;
    };
  }
}
