package dev.sluice.conversation;

import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The port to kept conversations. What belongs to somebody else does not exist for the caller.
 * Messages are appended by the run store, in the transaction that ends a run.
 */
public interface ConversationStore {

  Future<Optional<Conversation>> find(ConversationId id, UserId user);

  /** The user's conversations, the latest first. */
  Future<List<Conversation>> list(UserId user, int limit, int offset);

  /** All messages in order; empty for an unknown or foreign conversation. */
  Future<List<StoredMessage>> messages(ConversationId id, UserId user);

  /** The latest run of the conversation that has not ended, if there is one. */
  Future<Optional<RunId>> activeRun(ConversationId id, UserId user);

  /**
   * Deletes the conversation and everything under it: messages, runs, journals, events, notes.
   * False when there is none; fails with {@link ConversationBusy} while a run of it is active.
   */
  Future<Boolean> delete(ConversationId id, UserId user);
}
