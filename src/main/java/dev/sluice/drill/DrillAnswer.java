package dev.sluice.drill;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What came back for one question.
 *
 * @param called tools that were called and succeeded
 * @param failure why there is no complete answer; absent when there is one
 * @param untilText from the question to the first visible text
 */
public record DrillAnswer(
    String text,
    Set<String> called,
    Optional<String> failure,
    Duration duration,
    Optional<Duration> untilText,
    long costMicros) {
  public DrillAnswer {
    called = Set.copyOf(called);
  }
}
