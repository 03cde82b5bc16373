package dev.sluice.run;

import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Message;
import java.time.Instant;
import java.util.Optional;

/**
 * A run to be accepted.
 *
 * @param conversation the one to go on with; empty for a new one
 * @param newConversation the id to use when it is a new one
 * @param snapshot the agent that a new conversation keeps
 * @param title of a new conversation
 * @param idempotency the caller's key and a digest of what was asked under it
 * @param maxQueued refuse when so many runs of the class wait already
 */
public record NewRun(
    RunId id,
    UserId user,
    String channel,
    RunClass runClass,
    Optional<String> model,
    Message input,
    boolean attended,
    Optional<ConversationId> conversation,
    ConversationId newConversation,
    AgentSnapshot snapshot,
    String title,
    WhenBusy whenBusy,
    Optional<Idempotency> idempotency,
    int maxQueued,
    Instant at) {

  /** What happens when the conversation has an unfinished run. */
  public enum WhenBusy {
    /** Starts after it, in order of arrival. */
    WAIT,
    /** Cancels what is unfinished, then starts. */
    INTERRUPT,
    /** Is not accepted. */
    REFUSE
  }

  /** The same key with the same digest is the same run; with another digest, a mistake. */
  public record Idempotency(String key, String digest) {}
}
