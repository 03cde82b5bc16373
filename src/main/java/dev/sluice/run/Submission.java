package dev.sluice.run;

import dev.sluice.id.ConversationId;
import dev.sluice.id.UserId;
import dev.sluice.message.Message;
import java.util.Optional;

/**
 * What a channel asks for.
 *
 * @param channel name of the channel; decides the agent where {@code agent} is empty
 * @param model instead of the agent's own
 * @param attended cancel the run when nobody reads it any more
 */
public record Submission(
    UserId user,
    String channel,
    Optional<String> agent,
    Optional<ConversationId> conversation,
    Message input,
    RunClass runClass,
    Optional<String> model,
    boolean attended,
    NewRun.WhenBusy whenBusy,
    Optional<NewRun.Idempotency> idempotency) {}
