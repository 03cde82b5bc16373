package dev.sluice.channel.http;

import dev.sluice.config.DataSize;
import dev.sluice.config.DataSizeRange;
import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.time.Duration;

/** How event streams are written. */
public record SseOptions(
    @Doc("A comment is sent after this long without anything else.")
        @DurationRange(min = "1ms", max = "5m")
        Duration keepAlive,
    @Doc("A reader that takes nothing for this long while something waits is cut off; it resumes.")
        @DurationRange(min = "1ms", max = "1h")
        Duration stuckAfter,
    @Doc("A stream ends after 80 to 100 % of this; its reader resumes.")
        @DurationRange(min = "1ms", max = "7d")
        Duration maxAge,
    @Doc("How often an open stream says that somebody reads it.")
        @DurationRange(min = "1ms", max = "1m")
        Duration presenceEvery,
    @Doc("The shortest delay that a reader is told to wait before it comes back.")
        @DurationRange(min = "1ms", max = "5m")
        Duration retryFrom,
    @Doc("The longest such delay.") @DurationRange(min = "1ms", max = "5m") Duration retryTo,
    @Doc("Events that wait for a slow reader before it is cut off.")
        @Range(min = 1, max = 1_000_000)
        int maxQueuedEvents,
    @Doc("Bytes that wait for a slow reader before it is cut off.")
        @DataSizeRange(min = "1B", max = "64MiB")
        DataSize maxQueuedBytes,
    @Doc("The longest text, in characters, joined of several for a slow reader.")
        @Range(min = 1, max = 1_000_000)
        int maxJoinedLength)
    implements Validated {

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
        DataSize.ofKiB(256),
        16 * 1024);
  }

  @Override
  public void validate(Problems problems) {
    if (retryTo.compareTo(retryFrom) < 0) {
      problems.report("retryTo", "must not be shorter than retry_from");
    }
  }
}
