package dev.sluice.simulator;

import java.time.Duration;

/**
 * How fast a reply is generated.
 *
 * @param firstEvent from the response head to the first event
 * @param charsPerDelta how many characters (code points) one delta carries
 * @param perDelta the wait before each delta
 */
public record Pace(Duration firstEvent, int charsPerDelta, Duration perDelta) {
  private static final int CHARS_PER_TOKEN = 4;

  public Pace {
    if (charsPerDelta < 1 || perDelta.isNegative() || firstEvent.isNegative()) {
      throw new IllegalArgumentException(
          "a pace needs at least one character per delta and no negative wait");
    }
  }

  /** About 40 tokens a second in deltas of two tokens, the first event after 150 ms. */
  public static Pace lifelike() {
    return new Pace(Duration.ofMillis(150), 2 * CHARS_PER_TOKEN, Duration.ofMillis(50));
  }

  /** No wait at all, still in small deltas. */
  public static Pace immediate() {
    return new Pace(Duration.ZERO, 2 * CHARS_PER_TOKEN, Duration.ZERO);
  }

  /** This many tokens a second in deltas of one token, without a wait before the first event. */
  public static Pace tokensPerSecond(int tokens) {
    return new Pace(
        Duration.ZERO, CHARS_PER_TOKEN, Duration.ofSeconds(1).dividedBy(Math.max(1, tokens)));
  }
}
