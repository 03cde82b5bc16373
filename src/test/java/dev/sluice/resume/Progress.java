package dev.sluice.resume;

import dev.sluice.event.EventId;

/** How far the foremost reader of a run has come. Slow readers let themselves fall behind it. */
final class Progress {
  private static final long PATIENCE_MILLIS = 60_000;

  private EventId furthest = EventId.ZERO;
  private boolean over;

  synchronized void reached(EventId id) {
    if (id.compareTo(furthest) > 0) {
      furthest = id;
      notifyAll();
    }
  }

  synchronized void over() {
    over = true;
    notifyAll();
  }

  /** Returns when somebody has got past the event, or nobody will. */
  synchronized void awaitPast(EventId id) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!over && furthest.compareTo(id) <= 0) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("nobody got past " + id + ", only to " + furthest);
      }
      wait(left);
    }
  }
}
