package dev.sluice.store.postgres;

import dev.sluice.conversation.Conversation;
import dev.sluice.conversation.ConversationStore;
import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Conversations as rows; each message's blocks as the text that they came in. */
final class PostgresConversationStore implements ConversationStore {
  private final Db db;
  private final Forgetting forgetting;

  PostgresConversationStore(Db db, Forgetting forgetting) {
    this.db = db;
    this.forgetting = forgetting;
  }

  @Override
  public Future<Optional<Conversation>> find(ConversationId id, UserId user) {
    return db.soon(
        session ->
            session.first(
                "SELECT %s FROM conversation WHERE name = $1 AND owner = $2"
                    .formatted(ConversationRows.COLUMNS),
                ConversationRows::conversation,
                id,
                user));
  }

  @Override
  public Future<List<Conversation>> list(UserId user, int limit, int offset) {
    return db.soon(
        session ->
            session.list(
                """
                SELECT %s FROM conversation WHERE owner = $1
                ORDER BY updated_at DESC, id DESC LIMIT $2 OFFSET $3
                """
                    .formatted(ConversationRows.COLUMNS),
                ConversationRows::conversation,
                user,
                limit,
                offset));
  }

  @Override
  public Future<List<StoredMessage>> messages(ConversationId id, UserId user) {
    return db.soon(
        session ->
            ConversationRows.idOf(session, id, user)
                .compose(
                    row ->
                        row.isPresent()
                            ? MessageRows.list(session, row.get())
                            : Future.succeededFuture(List.of())));
  }

  @Override
  public Future<Optional<RunId>> activeRun(ConversationId id, UserId user) {
    return db.soon(
        session ->
            session.first(
                """
                SELECT run.name FROM run JOIN conversation ON conversation.id = run.conversation
                WHERE conversation.name = $1 AND conversation.owner = $2
                  AND run.finished_at IS NULL
                ORDER BY run.id DESC LIMIT 1
                """,
                row -> new RunId(row.text("name")),
                id,
                user));
  }

  @Override
  public Future<Boolean> delete(ConversationId id, UserId user) {
    var deletion = new DeleteConversation(id, user);
    return db.soon(deletion)
        .compose(
            gone ->
                gone.isPresent()
                    ? forgetting.now(gone.get()).map(true)
                    : Future.succeededFuture(false));
  }
}
