package dev.sluice.run;

import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as the truth store has it.
 *
 * @param input the person's message
 * @param model what was asked for instead of the agent's own model
 * @param epoch number of claims so far; 0 before the first
 * @param failures claims that ended without an end: the holder died or gave up
 * @param attended ends when nobody reads it any more
 * @param cancelRequested why it should stop
 * @param idle how long nobody held it between its first claim and its latest: does not tick its
 *     clock
 * @param outcome present once it has ended
 */
public record Run(
    RunId id,
    ConversationId conversation,
    UserId user,
    String agent,
    String channel,
    RunClass runClass,
    Optional<String> model,
    Message input,
    boolean attended,
    RunStatus status,
    long epoch,
    int failures,
    Optional<String> cancelRequested,
    Instant createdAt,
    Optional<Instant> startedAt,
    Duration idle,
    Optional<Instant> finishedAt,
    Optional<RunOutcome> outcome) {}
