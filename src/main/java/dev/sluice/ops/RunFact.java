package dev.sluice.ops;

import dev.sluice.id.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as an operator sees it.
 *
 * @param user a digest that says nothing about the person
 * @param claims how often a worker took it
 * @param failures how many of these ended without an end
 * @param ending present once it has ended
 */
public record RunFact(
    RunId id,
    String user,
    String agent,
    String channel,
    String runClass,
    String model,
    String status,
    long claims,
    int failures,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Ending> ending) {

  /**
   * How it ended.
   *
   * @param reason more than the status says
   * @param error the stable type of the failure
   */
  public record Ending(
      Optional<String> reason,
      Optional<String> error,
      int turns,
      long tokensRead,
      long tokensWritten,
      long costMicros,
      Duration duration) {}
}
