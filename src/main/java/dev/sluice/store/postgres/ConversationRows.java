package dev.sluice.store.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.conversation.Conversation;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads conversations. */
final class ConversationRows {
  static final String SNAPSHOT =
      "conversation.agent, conversation.model AS agent_model, conversation.max_tokens,"
          + " conversation.system, conversation.tools, conversation.tool_names,"
          + " conversation.thinking";
  static final String COLUMNS =
      "conversation.name, conversation.owner, conversation.title, conversation.created_at,"
          + " conversation.updated_at, "
          + SNAPSHOT;

  private ConversationRows() {}

  /** The row number, if the conversation is the user's. */
  static Future<Optional<Long>> idOf(Session session, ConversationId conversation, UserId user) {
    return session.first(
        "SELECT id FROM conversation WHERE name = $1 AND owner = $2",
        row -> row.number("id"),
        conversation,
        user);
  }

  /** Runs of the conversation that have not ended, in the order of acceptance. */
  static Future<List<RunId>> unfinished(Session session, long id) {
    return session.list(
        "SELECT name FROM run WHERE conversation = $1 AND finished_at IS NULL ORDER BY id",
        row -> new RunId(row.text("name")),
        id);
  }

  static Conversation conversation(Row row) {
    return new Conversation(
        new ConversationId(row.text("name")),
        new UserId(row.text("owner")),
        row.text("title"),
        snapshot(row),
        row.time("created_at"),
        row.time("updated_at"));
  }

  static AgentSnapshot snapshot(Row row) {
    var toolNames = new ArrayList<String>();
    for (JsonNode name : Json.parse(row.json("tool_names"))) {
      toolNames.add(name.asText());
    }
    return new AgentSnapshot(
        row.text("agent"),
        row.text("agent_model"),
        row.small("max_tokens"),
        row.json("system"),
        row.json("tools"),
        toolNames,
        row.text("thinking"));
  }
}
