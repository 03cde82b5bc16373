package dev.sluice.store.sqlite;

import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.RunId;
import dev.sluice.message.Message;
import dev.sluice.message.RawBlocks;
import dev.sluice.message.Role;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads and writes a conversation's messages. */
final class MessageRows {
  private MessageRows() {}

  static void append(Db db, long conversation, RunId run, long at, List<Message> messages)
      throws SQLException {
    for (Message message : messages) {
      db.update(
          "INSERT INTO message (conversation, run, at, role, content, model)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          conversation,
          run.value(),
          at,
          message.role().wire(),
          message.content(),
          message.model().orElse(null));
    }
  }

  static List<StoredMessage> list(Db db, long conversation) throws SQLException {
    return db.list(
        "SELECT run, at, role, content, model FROM message WHERE conversation = ? ORDER BY id",
        row -> new StoredMessage(new RunId(row.text("run")), row.time("at"), madeBy(row)),
        conversation);
  }

  private static Message madeBy(Row row) throws SQLException {
    Message message = message(row);
    return new Message(message.role(), message.blocks(), row.optionalText("model"));
  }

  /** A person's message from the columns {@code role} and {@code content}. */
  static Message message(Row row) throws SQLException {
    return new Message(
        Role.of(row.text("role")), RawBlocks.split(row.text("content")), Optional.empty());
  }
}
