package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles, order and blocks of the messages. */
final class MessageRules {
  private static final int MOST = 100_000;
  private static final Set<String> OF_USER =
      Set.of("text", "image", "document", "search_result", "tool_result", "container_upload");
  private static final Set<String> ONLY_OF_USER =
      Set.of("image", "tool_result", "search_result", "container_upload");

  private MessageRules() {}

  static @Nullable String complaint(MessagesRequest request) {
    JsonNode list = request.body().path("messages");
    if (!list.isArray()) {
      return "messages: Field required";
    }
    if (list.isEmpty()) {
      return "messages: at least one message is required";
    }
    if (list.size() > MOST) {
      return "messages: at most 100000 messages are allowed";
    }
    for (int i = 0; i < list.size(); i++) {
      String complaint = message(request, list.get(i), i, i == list.size() - 1);
      if (complaint != null) {
        return "messages" + complaint;
      }
    }
    String first = MessagesRequest.role(list.get(0));
    return first.equals("assistant") ? "messages: first message must use the \"user\" role" : null;
  }

  /** An assistant message that stands last asks the model to go on in its words. */
  static @Nullable String prefill(MessagesRequest request) {
    JsonNode last = request.messages().getLast();
    boolean open = ResultRules.unansweredServerTool(last);
    return MessagesRequest.role(last).equals("assistant") && !request.model().prefill() && !open
        ? "This model does not support assistant message prefill. The conversation must end with"
            + " a user message."
        : null;
  }

  private static @Nullable String message(
      MessagesRequest request, JsonNode message, int index, boolean last) {
    String role = MessagesRequest.role(message);
    if (!List.of("user", "assistant", "system").contains(role)) {
      return ".%d.role: Input should be 'user' or 'assistant'".formatted(index);
    }
    if (role.equals("system") && !request.model().systemTurns()) {
      return ".%d.role: 'system' messages are not supported by %s"
          .formatted(index, request.model().id());
    }
    JsonNode content = message.path("content");
    if (!content.isTextual() && !content.isArray()) {
      return ".%d.content: Field required".formatted(index);
    }
    boolean empty = content.isTextual() ? content.asText().isEmpty() : content.isEmpty();
    if (empty) {
      return last && role.equals("assistant")
          ? null
          : (".%d: all messages must have non-empty content except for the optional final"
                  + " assistant message")
              .formatted(index);
    }
    return blocks(role, content, index);
  }

  private static @Nullable String blocks(String role, JsonNode content, int index) {
    int place = 0;
    for (JsonNode block : content.isArray() ? content : Json.array()) {
      String path = ".%d.content.%d".formatted(index, place++);
      String type = block.path("type").asText();
      boolean fits =
          role.equals("assistant") ? !ONLY_OF_USER.contains(type) : OF_USER.contains(type);
      if (type.isEmpty() || !fits) {
        return "%s: block type '%s' is not allowed in %s messages".formatted(path, type, role);
      }
      if (type.equals("text") && block.path("text").asText().isEmpty()) {
        return ": text content blocks must be non-empty";
      }
    }
    return null;
  }
}
