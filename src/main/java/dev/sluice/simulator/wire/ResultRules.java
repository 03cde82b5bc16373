package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every tool call needs its one result in the next message, in front of everything else. */
final class ResultRules {
  private static final List<String> SERVER_CALLS = List.of("server_tool_use", "mcp_tool_use");

  private ResultRules() {}

  static @Nullable String complaint(MessagesRequest request) {
    List<JsonNode> messages = request.messages();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode before = i == 0 ? Json.object() : messages.get(i - 1);
      String complaint = order(messages.get(i), i);
      if (complaint == null) {
        complaint = pairs(before, messages.get(i), i);
      }
      if (complaint != null) {
        return complaint;
      }
    }
    JsonNode last = messages.getLast();
    Set<String> open = calls(last);
    return open.isEmpty() ? null : missing(messages.size() - 1, open);
  }

  static boolean unansweredServerTool(JsonNode message) {
    Set<String> answered =
        MessagesRequest.elements(Prefix.asBlocks(message.path("content")))
            .map(block -> block.path("tool_use_id").asText())
            .collect(Collectors.toSet());
    return SERVER_CALLS.stream()
        .flatMap(type -> MessagesRequest.blocks(message, type))
        .anyMatch(call -> !answered.contains(call.path("id").asText()));
  }

  private static @Nullable String order(JsonNode message, int index) {
    boolean other = false;
    int place = 0;
    for (JsonNode block : Prefix.asBlocks(message.path("content"))) {
      boolean result = block.path("type").asText().equals("tool_result");
      if (result && other) {
        return "messages.%d.content.%d: `tool_result` blocks must come first in the content"
            .formatted(index, place);
      }
      other |= !result;
      place++;
    }
    return null;
  }

  private static @Nullable String pairs(JsonNode before, JsonNode message, int index) {
    Set<String> open = calls(before);
    Set<String> seen = new HashSet<>();
    for (JsonNode result : MessagesRequest.blocks(message, "tool_result").toList()) {
      String id = result.path("tool_use_id").asText();
      if (!seen.add(id)) {
        return ("messages.%d: each `tool_use` must have a single result. Found multiple"
                + " `tool_result` blocks with id: %s")
            .formatted(index, id);
      }
      if (!open.remove(id)) {
        return ("messages.%d: unexpected `tool_use_id` found in `tool_result` blocks: %s. Each"
                + " `tool_result` block must have a corresponding `tool_use` block in the previous"
                + " message.")
            .formatted(index, id);
      }
    }
    if (!open.isEmpty()) {
      return missing(index - 1, open);
    }
    return unansweredServerTool(before) && hasMoreThanResults(message)
        ? "messages.%d: only `tool_result` blocks may follow an unanswered `server_tool_use`"
            .formatted(index)
        : null;
  }

  private static boolean hasMoreThanResults(JsonNode message) {
    return MessagesRequest.role(message).equals("user")
        && MessagesRequest.elements(Prefix.asBlocks(message.path("content")))
            .anyMatch(block -> !block.path("type").asText().equals("tool_result"));
  }

  private static Set<String> calls(JsonNode message) {
    return MessagesRequest.blocks(message, "tool_use")
        .map(call -> call.path("id").asText())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String missing(int index, Set<String> ids) {
    return ("messages.%d: `tool_use` ids were found without `tool_result` blocks immediately after:"
            + " %s. Each `tool_use` block must have a corresponding `tool_result` block in the next"
            + " message.")
        .formatted(index, ids.stream().sorted().collect(Collectors.joining(", ")));
  }
}
