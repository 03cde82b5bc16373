package dev.sluice.run;

import java.time.Duration;

/** How long to stay away from a full queue. */
final class QueueWait {
  private static final int SECONDS_PER_ROUND = 10;
  private static final int LONGEST_SECONDS = 120;

  private QueueWait() {}

  /**
   * One round of all slots for each capacity-full of waiting runs, within bounds.
   *
   * @param capacity of one process: how many others work on them is not known here
   */
  static Duration estimate(int queued, int capacity) {
    int rounds = Math.ceilDiv(queued, Math.max(1, capacity));
    return Duration.ofSeconds(Math.clamp((long) rounds * SECONDS_PER_ROUND, 1, LONGEST_SECONDS));
  }
}
