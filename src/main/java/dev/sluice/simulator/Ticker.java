package dev.sluice.simulator;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One timer for all waits of an event loop: what falls due within a grain of time runs in one
 * batch, so thousands of paced streams cost a heap and not a timer each. Confined to its event
 * loop.
 */
final class Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final long GRAIN_MILLIS = 5;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long UNARMED = Long.MAX_VALUE;

  private final Vertx vertx;
  private final PriorityQueue<Due> heap =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final long origin = System.nanoTime();
  private long order;
  private long armedFor = UNARMED;
  private long timer;

  Ticker(Vertx vertx) {
    this.vertx = vertx;
  }

  private record Due(long at, long order, Runnable action) {}

  /** Nanoseconds since this ticker was made. */
  long now() {
    return System.nanoTime() - origin;
  }

  /** Runs the action when {@link #now} has reached the given time, a few milliseconds late. */
  void at(long nanos, Runnable action) {
    heap.add(new Due(nanos, order++, action));
    arm();
  }

  /** Runs the action after this wait. */
  void after(Duration wait, Runnable action) {
    at(now() + wait.toNanos(), action);
  }

  private void arm() {
    Due first = heap.peek();
    if (first == null || first.at() >= armedFor) {
      return;
    }
    if (armedFor != UNARMED) {
      vertx.cancelTimer(timer);
    }
    armedFor = first.at();
    long millis = Math.ceilDiv(Math.max(0, first.at() - now()), NANOS_PER_MILLI);
    timer = vertx.setTimer(Math.max(GRAIN_MILLIS, millis), _ -> fire());
  }

  private void fire() {
    armedFor = UNARMED;
    long now = now();
    for (Due due = heap.peek(); due != null && due.at() <= now; due = heap.peek()) {
      heap.remove();
      run(due.action());
    }
    arm();
  }

  // One failing stream must not hold up all others.
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("a timed action of the simulator failed", e);
    }
  }
}
