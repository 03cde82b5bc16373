package dev.sluice.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which expected waits are worth telling a person: the first of a second or more, then each that
 * differs by more than two seconds and more than a quarter from the last one told. So a long wait
 * makes few events, and a short one does not flicker.
 */
final class WaitNews {
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);
  private static final Duration LEAST_MOVE = Duration.ofSeconds(2);

  private @Nullable Duration told;

  /** Whether to tell it; if so, it counts as told. */
  boolean isNews(Duration expected) {
    boolean news = told == null ? expected.compareTo(WORTH_TELLING) >= 0 : hasMoved(told, expected);
    if (news) {
      told = expected;
    }
    return news;
  }

  private static boolean hasMoved(Duration from, Duration to) {
    Duration move = to.minus(from).abs();
    return move.compareTo(LEAST_MOVE) > 0 && move.compareTo(from.dividedBy(4)) > 0;
  }
}
