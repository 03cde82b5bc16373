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

  /** Everything since the mark has really been lower by so much. */
  void lower(long mark, double by) {
    var later = rising.tailMap(mark, true);
    if (!later.isEmpty()) {
      later.replaceAll((_, value) -> value - by);
      double low = later.firstEntry().getValue();
      var earlier = rising.headMap(mark, false);
      while (!earlier.isEmpty() && earlier.lastEntry().getValue() >= low) {
        earlier.pollLastEntry();
      }
    }
  }

  /** The lowest since the mark, with the value as it is now. */
  double since(long mark, double now) {
    var low = rising.ceilingEntry(mark);
    return low == null ? now : Math.min(now, low.getValue());
  }
}
