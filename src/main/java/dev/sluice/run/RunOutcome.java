package dev.sluice.run;

import dev.sluice.event.DoneStatus;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param reason what cancelled, capped or refused it
 * @param error present when it failed
 * @param text the answer that the person saw
 * @param duration from the first claim to the end
 */
public record RunOutcome(
    DoneStatus status,
    Optional<String> reason,
    Optional<RunFailure> error,
    String text,
    int turns,
    Usage usage,
    long costMicros,
    Duration duration) {

  /** Whether it is the same end: measured twice, it took longer. */
  public boolean isSameEnd(RunOutcome other) {
    return timeless().equals(other.timeless());
  }

  private RunOutcome timeless() {
    return new RunOutcome(status, reason, error, text, turns, usage, costMicros, Duration.ZERO);
  }

  /**
   * Why a run failed, in the person's words.
   *
   * @param type stable, for programs
   */
  public record RunFailure(String type, String message, boolean retryable) {}
}
