package dev.sluice.run;

import java.time.Duration;

/** How long to stay away from a full queue. */
final class QueueWait {
  private static final int SECONDS_PER_ROUND = 10;
  private static final int LONGEST_SECONDS = 120;

  private QueueWait() {}

  /** One round of all slots for each capacity-full of waiting runs, within bounds. */
  static Duration estimate(int queued, Runs.Load load) {
    int rounds = Math.ceilDiv(queued, Math.max(1, load.capacity()));
    return Duration.ofSeconds(Math.clamp((long) rounds * SECONDS_PER_ROUND, 1, LONGEST_SECONDS));
  }
}
