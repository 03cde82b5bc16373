package dev.sluice.conversation;

import dev.sluice.id.ConversationId;
import dev.sluice.id.UserId;
import java.time.Instant;

/**
 * A conversation without its messages.
 *
 * @param title for people: the beginning of the first message
 */
public record Conversation(
    ConversationId id,
    UserId user,
    String title,
    AgentSnapshot agent,
    Instant createdAt,
    Instant updatedAt) {}
