package dev.sluice.store.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.conversation.Conversation;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.json.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes conversations. */
final class ConversationRows {
  private ConversationRows() {}

  /** The row number, if the conversation is the user's. */
  static Optional<Long> idOf(Db db, ConversationId conversation, UserId user) throws SQLException {
    return db.first(
        "SELECT id FROM conversation WHERE name = ? AND user = ?",
        row -> row.number("id"),
        conversation.value(),
        user.value());
  }

  static long create(
      Db db, ConversationId name, UserId user, String title, AgentSnapshot agent, Instant at)
      throws SQLException {
    return db.number(
        """
        INSERT INTO conversation (name, user, title, agent, model, max_tokens, system, tools,
          tool_names, thinking, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        name.value(),
        user.value(),
        title,
        agent.agent(),
        agent.model(),
        agent.maxTokens(),
        agent.system(),
        agent.tools(),
        Json.write(agent.toolNames()),
        agent.thinking(),
        at,
        at);
  }

  static void touch(Db db, long id, long at) throws SQLException {
    db.update("UPDATE conversation SET updated_at = max(updated_at, ?) WHERE id = ?", at, id);
  }

  static AgentSnapshot snapshot(Db db, long id) throws SQLException {
    return db.first("SELECT * FROM conversation WHERE id = ?", ConversationRows::snapshot, id)
        .orElseThrow();
  }

  /** Runs of the conversation that have not ended, in the order of acceptance. */
  static List<RunId> unfinished(Db db, long id) throws SQLException {
    return db.list(
        "SELECT name FROM run WHERE conversation = ? AND finished_at IS NULL ORDER BY id",
        row -> new RunId(row.text("name")),
        id);
  }

  static Conversation conversation(Row row) throws SQLException {
    return new Conversation(
        new ConversationId(row.text("name")),
        new UserId(row.text("user")),
        row.text("title"),
        snapshot(row),
        row.time("created_at"),
        row.time("updated_at"));
  }

  private static AgentSnapshot snapshot(Row row) throws SQLException {
    var toolNames = new ArrayList<String>();
    for (JsonNode name : Json.parse(row.text("tool_names"))) {
      toolNames.add(name.asText());
    }
    return new AgentSnapshot(
        row.text("agent"),
        row.text("model"),
        row.small("max_tokens"),
        row.text("system"),
        row.text("tools"),
        toolNames,
        row.text("thinking"));
  }
}
