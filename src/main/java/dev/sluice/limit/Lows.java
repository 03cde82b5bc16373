package dev.sluice.limit;

import java.util.TreeMap;

/** The lowest that a value has been since any earlier mark. */
final class Lows {
  /** Only what is lower than everything after it can still be an answer: the values rise. */
  private final TreeMap<Long, Double> rising = new TreeMap<>();

  private long next;

  /** Everything that is noted from now on comes after the mark. */
  long mark() {
    return next;
  }

  void note(double value) {
    while (!rising.isEmpty() && rising.lastEntry().getValue() >= value) {
      rising.pollLastEntry();
    }
    rising.put(next, value);
    next++;
  }

  /** The lowest since the mark, with the value as it is now. */
  double since(long mark, double now) {
    var low = rising.ceilingEntry(mark);
    return low == null ? now : Math.min(now, low.getValue());
  }
}
