package dev.sluice.store.sqlite;

import dev.sluice.conversation.Conversation;
import dev.sluice.conversation.ConversationBusy;
import dev.sluice.conversation.ConversationStore;
import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.store.sqlite.Lanes.Lane;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Conversations as rows; each message's blocks as the text that they came in. */
final class SqliteConversationStore implements ConversationStore {
  private final Writer writer;
  private final Readers readers;

  SqliteConversationStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Future<Optional<Conversation>> find(ConversationId id, UserId user) {
    return readers.read(
        db ->
            db.first(
                "SELECT * FROM conversation WHERE name = ? AND user = ?",
                ConversationRows::conversation,
                id.value(),
                user.value()));
  }

  @Override
  public Future<List<Conversation>> list(UserId user, int limit, int offset) {
    return readers.read(
        db ->
            db.list(
                """
                SELECT * FROM conversation WHERE user = ?
                ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?
                """,
                ConversationRows::conversation,
                user.value(),
                limit,
                offset));
  }

  @Override
  public Future<List<StoredMessage>> messages(ConversationId id, UserId user) {
    return readers.read(db -> messages(db, id, user));
  }

  @Override
  public Future<Optional<RunId>> activeRun(ConversationId id, UserId user) {
    return readers.read(db -> active(db, ConversationRows.idOf(db, id, user)));
  }

  @Override
  public Future<Boolean> delete(ConversationId id, UserId user) {
    return writer.write(Lane.CONTROL, db -> delete(db, id, user));
  }

  private static List<StoredMessage> messages(Db db, ConversationId id, UserId user)
      throws SQLException {
    Optional<Long> row = ConversationRows.idOf(db, id, user);
    return row.isPresent() ? MessageRows.list(db, row.get()) : List.of();
  }

  private static Optional<RunId> active(Db db, Optional<Long> conversation) throws SQLException {
    if (conversation.isEmpty()) {
      return Optional.empty();
    }
    List<RunId> unfinished = ConversationRows.unfinished(db, conversation.get());
    return unfinished.isEmpty() ? Optional.empty() : Optional.of(unfinished.getLast());
  }

  private static boolean delete(Db db, ConversationId id, UserId user) throws SQLException {
    Optional<Long> row = ConversationRows.idOf(db, id, user);
    Optional<RunId> active = active(db, row);
    if (active.isPresent()) {
      throw new ConversationBusy(active.get());
    }
    if (row.isPresent()) {
      Deletions.conversation(db, row.get(), id.value());
    }
    return row.isPresent();
  }
}
