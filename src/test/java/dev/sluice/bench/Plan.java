package dev.sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much is measured.
 *
 * @param sizes how many paced streams at once
 * @param stamps deltas of each, 20 a second
 * @param searchStamps the same while the highest number of streams is looked for
 * @param searchFrom the search begins here
 * @param searchTo and goes no further
 * @param loop how long askers ask
 * @param starts how often start-up is measured
 */
record Plan(
    List<Integer> sizes,
    int stamps,
    int searchStamps,
    int searchFrom,
    int searchTo,
    int warmUpStreams,
    int warmUpStamps,
    Duration loop,
    int starts) {

  static final int SEARCH_STEP = 250;

  static Plan full() {
    return new Plan(
        List.of(100, 500, 1000, 1500), 300, 160, 1500, 2000, 1000, 140, Duration.ofSeconds(6), 7);
  }

  static Plan quick() {
    return new Plan(List.of(100, 1000), 120, 120, 1000, 1000, 1000, 100, Duration.ofSeconds(4), 3);
  }

  Set<Integer> stampCounts() {
    return new TreeSet<>(List.of(stamps, searchStamps, warmUpStamps));
  }
}
