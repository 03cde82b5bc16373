package dev.sluice.store.postgres;

import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.RunId;
import dev.sluice.message.Message;
import dev.sluice.message.RawBlocks;
import dev.sluice.message.Role;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads a conversation's messages. */
final class MessageRows {
  private MessageRows() {}

  static Future<List<StoredMessage>> list(Session session, long conversation) {
    return session.list(
        "SELECT run, at, role, content, model FROM message WHERE conversation = $1 ORDER BY id",
        row -> new StoredMessage(new RunId(row.text("run")), row.time("at"), madeBy(row)),
        conversation);
  }

  private static Message madeBy(Row row) {
    Message message = message(row);
    return new Message(message.role(), message.blocks(), row.optionalText("model"));
  }

  /** A person's message from the columns {@code role} and {@code content}. */
  static Message message(Row row) {
    return new Message(
        Role.of(row.text("role")), RawBlocks.split(row.json("content")), Optional.empty());
  }
}
