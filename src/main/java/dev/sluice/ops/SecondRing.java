package dev.sluice.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Amounts by second, of the latest seconds only. Pure; not thread-safe. */
final class SecondRing {
  private static final long NEVER = Long.MIN_VALUE;

  private final long[] seconds;
  private final long[] amounts;

  SecondRing(int size) {
    seconds = new long[size];
    amounts = new long[size];
    Arrays.fill(seconds, NEVER);
  }

  /** What comes a whole ring too late, as after a clock was set back, is dropped. */
  void add(long second, long amount) {
    int place = place(second);
    if (seconds[place] > second) {
      return;
    }
    if (seconds[place] < second) {
      seconds[place] = second;
      amounts[place] = 0;
    }
    amounts[place] += amount;
  }

  /** The sum over {@code width} seconds of which the given one is the last. */
  long sum(long last, int width) {
    long sum = 0;
    for (long second = last - width + 1; second <= last; second++) {
      int place = place(second);
      sum += seconds[place] == second ? amounts[place] : 0;
    }
    return sum;
  }

  /** Such sums, oldest first, each {@code step} seconds after the former; the last ends at now. */
  List<Long> sums(long now, int width, int step, int points) {
    var sums = new ArrayList<Long>(points);
    for (int ago = points - 1; ago >= 0; ago--) {
      sums.add(sum(now - (long) ago * step, width));
    }
    return sums;
  }

  private int place(long second) {
    return (int) Math.floorMod(second, (long) seconds.length);
  }
}
