package dev.sluice.run;

import dev.sluice.event.DoneStatus;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run without its words: nothing that a person wrote or read, so that it may be listed across
 * users.
 *
 * @param model the one that was asked for, else the conversation's
 * @param epoch number of claims so far
 * @param ending present once it has ended
 */
public record RunSummary(
    RunId id,
    UserId user,
    String agent,
    String channel,
    RunClass runClass,
    String model,
    RunStatus status,
    long epoch,
    int failures,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Ending> ending) {

  /**
   * How it ended.
   *
   * @param error the type of the failure, where it failed
   */
  public record Ending(
      DoneStatus status,
      Optional<String> reason,
      Optional<String> error,
      int turns,
      Usage usage,
      long costMicros,
      Duration duration) {

    public static Ending of(RunOutcome outcome) {
      return new Ending(
          outcome.status(),
          outcome.reason(),
          outcome.error().map(RunOutcome.RunFailure::type),
          outcome.turns(),
          outcome.usage(),
          outcome.costMicros(),
          outcome.duration());
    }
  }
}
