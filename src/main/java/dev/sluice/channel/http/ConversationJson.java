package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.sluice.conversation.Conversation;
import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import java.util.List;
import java.util.Optional;

/** Conversations as the API shows them. */
final class ConversationJson {
  private ConversationJson() {}

  static ObjectNode of(Conversation conversation) {
    return Json.object()
        .put("conversation_id", conversation.id().value())
        .put("title", conversation.title())
        .put("agent", conversation.agent().agent())
        .put("model", conversation.agent().model())
        .put("created_at", RunJson.time(conversation.createdAt()))
        .put("updated_at", RunJson.time(conversation.updatedAt()));
  }

  static ObjectNode of(Conversation conversation, Optional<RunId> active, Links links) {
    var json = of(conversation);
    active.ifPresent(
        run ->
            json.putObject("active_run")
                .put("run_id", run.value())
                .put("events_url", links.events(run, conversation.user())));
    return json;
  }

  static ObjectNode list(List<Conversation> conversations) {
    var json = Json.object();
    var list = json.putArray("conversations");
    conversations.forEach(conversation -> list.add(of(conversation)));
    return json;
  }

  /** The blocks go out as they are kept, byte for byte. */
  static ObjectNode messages(List<StoredMessage> messages) {
    var json = Json.object();
    var list = json.putArray("messages");
    for (StoredMessage stored : messages) {
      list.addObject()
          .put("run_id", stored.run().value())
          .put("at", RunJson.time(stored.at()))
          .put("role", stored.message().role().wire())
          .putRawValue("content", new RawValue(stored.message().content()));
    }
    return json;
  }
}
