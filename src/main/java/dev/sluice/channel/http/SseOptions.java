package dev.sluice.channel.http;

import java.time.Duration;

/**
 * How event streams are written.
 *
 * @param keepAlive a comment is sent after this long without anything else
 * @param stuckAfter a reader that takes nothing for this long while something waits is cut off
 * @param maxAge a stream ends after 80 to 100 % of this; its reader resumes
 * @param presenceEvery how often an open stream says that somebody reads
 * @param retryFrom shortest delay that a reader is told to wait before it comes back
 * @param retryTo longest such delay
 * @param maxQueuedEvents events that wait for a slow reader, at most
 * @param maxQueuedBytes bytes that wait for a slow reader, at most (and one event more)
 * @param maxJoinedLength longest text, in chars, joined of several for a slow reader
 */
public record SseOptions(
    Duration keepAlive,
    Duration stuckAfter,
    Duration maxAge,
    Duration presenceEvery,
    Duration retryFrom,
    Duration retryTo,
    int maxQueuedEvents,
    int maxQueuedBytes,
    int maxJoinedLength) {

  public SseOptions {
    requirePositive(keepAlive, stuckAfter, maxAge, presenceEvery, retryFrom, retryTo);
    if (retryTo.compareTo(retryFrom) < 0) {
      throw new IllegalArgumentException("the longest retry delay is below the shortest");
    }
    if (maxQueuedEvents < 1 || maxQueuedBytes < 1 || maxJoinedLength < 1) {
      throw new IllegalArgumentException("the bounds of a stream's queue must be positive");
    }
  }

  /** Below the shortest idle limit of common proxies (30 s), and ended within the hour. */
  public static SseOptions defaults() {
    return new SseOptions(
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        1024,
        256 * 1024,
        16 * 1024);
  }

  private static void requirePositive(Duration... durations) {
    for (Duration duration : durations) {
      if (duration.toMillis() < 1) {
        throw new IllegalArgumentException("the times of a stream are at least 1 ms");
      }
    }
  }
}
