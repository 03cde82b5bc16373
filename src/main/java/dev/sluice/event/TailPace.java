package dev.sluice.event;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a tail asks its log.
 *
 * @param idle after this long without news it looks by itself, because hints may be lost
 * @param readTimeout a read without an answer counts as failed
 * @param firstDelay before the first repetition of a failed read; doubles with each
 * @param attempts failed reads in a row that end the tail
 */
record TailPace(
    Duration idle, Duration readTimeout, Duration firstDelay, Duration maxDelay, int attempts) {
  static final TailPace DEFAULT =
      new TailPace(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          8);

  /** Spread over half its length, so that the readers of one log do not return all at once. */
  Duration delay(int failures) {
    long doubled = firstDelay.toMillis() << Math.min(failures - 1, 20);
    long longest = Math.min(doubled, maxDelay.toMillis());
    return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
  }
}
