package dev.sluice.store.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two bounded lines in front of one consumer. What is urgent goes first, but a quarter of each
 * helping is kept for the rest. Thread-safe.
 */
final class Lanes<T> {

  /** Which line. */
  enum Lane {
    /** Submits, claims, journal: somebody waits, or a lease runs. */
    CONTROL,
    /** Token batches and housekeeping. */
    BULK
  }

  private final int capacity;
  private final Deque<T> control = new ArrayDeque<>();
  private final Deque<T> bulk = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;

  Lanes(int capacity) {
    this.capacity = capacity;
  }

  /** False when the lane is full or the lanes are closed. */
  boolean offer(Lane lane, T item) {
    lock.lock();
    try {
      Deque<T> line = lane == Lane.CONTROL ? control : bulk;
      if (closed || line.size() >= capacity) {
        return false;
      }
      line.addLast(item);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to do; empty once closed and drained. */
  List<T> take(int max) {
    lock.lock();
    try {
      while (control.isEmpty() && bulk.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      int kept = bulk.isEmpty() ? 0 : Math.min(bulk.size(), Math.max(1, max / 4));
      var taken = new ArrayList<T>(Math.min(max, control.size() + bulk.size()));
      drain(control, taken, max - kept);
      drain(bulk, taken, max);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits is still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private static <T> void drain(Deque<T> from, List<T> to, int upTo) {
    while (to.size() < upTo && !from.isEmpty()) {
      to.add(from.removeFirst());
    }
  }
}
