package dev.sluice.limit;

import java.util.Arrays;

/**
 * What was taken within the last window. Kept in sixty slots and the one that has begun, so an
 * amount counts for up to a sixtieth longer than the window, never shorter.
 */
final class SlidingWindow {
  static final int SLOTS = 60;

  /** Far below a token, far above what sums of fractions lose. */
  private static final double NOTHING = 1e-6;

  private final double[] taken = new double[SLOTS + 1];
  private long slotLength;
  private long now;
  private double sum;

  /** Marks from before are of slots that are no longer told apart. */
  private long begun = -Ticks.NEVER;

  SlidingWindow(long length, long now) {
    this.slotLength = slotLength(length);
    this.now = now;
  }

  private static long slotLength(long length) {
    return Math.max(1, Math.ceilDiv(length, SLOTS));
  }

  /** Forgets what is older; times before the last one change nothing. */
  void pass(long time) {
    if (time <= now) {
      return;
    }
    long last = slot();
    now = time;
    long over = Math.min(slot() - last, taken.length);
    for (long slot = slot() - over + 1; slot <= slot(); slot++) {
      taken[index(slot)] = 0;
    }
    if (over > 0) {
      sum = Arrays.stream(taken).sum();
    }
  }

  /** The mark is for giving it back. */
  long take(double amount) {
    taken[index(slot())] += amount;
    sum += amount;
    return now;
  }

  /** So much of what was taken at that time was not used; what is forgotten stays so. */
  void giveBack(double amount, long mark) {
    long slot = Math.floorDiv(mark, slotLength);
    if (mark >= begun && slot >= oldest()) {
      double back = Math.min(amount, taken[index(slot)]);
      taken[index(slot)] -= back;
      sum -= back;
    }
  }

  double sum() {
    return sum;
  }

  /** When the sum will be at most so much, if nobody takes more. */
  long whenAtMost(double most) {
    double left = sum;
    long slot = oldest();
    while (left > most + NOTHING && slot <= slot()) {
      left -= taken[index(slot)];
      slot++;
    }
    return slot == oldest() ? now : (slot + SLOTS) * slotLength;
  }

  /** For how long an amount counts at most. */
  long longest() {
    return (SLOTS + 1) * slotLength;
  }

  /** Of another length from now on. What is in it counts as if it had been taken a slot later. */
  void length(long length) {
    long before = slotLength;
    if (before == slotLength(length)) {
      return;
    }
    double[] old = taken.clone();
    long oldest = oldest();
    long latest = slot();
    slotLength = slotLength(length);
    begun = now;
    Arrays.fill(taken, 0);
    for (long slot = oldest; slot <= latest; slot++) {
      long end = Math.floorDiv(Math.min(now, (slot + 1) * before - 1), slotLength);
      if (end >= oldest()) {
        taken[index(end)] += old[index(slot)];
      }
    }
    sum = Arrays.stream(taken).sum();
  }

  private long slot() {
    return Math.floorDiv(now, slotLength);
  }

  private long oldest() {
    return slot() - SLOTS;
  }

  private int index(long slot) {
    return (int) Math.floorMod(slot, (long) taken.length);
  }
}
