package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Temperature and its relatives, and what else the version of October 2026 took away. */
final class SamplingRules {
  static final String NEW_VERSION = "2026-10-21";
  private static final List<String> REMOVED = List.of("temperature", "top_p", "top_k");
  private static final double LEAST_TOP_P = 0.99;

  private SamplingRules() {}

  static @Nullable String complaint(MessagesRequest request) {
    return request.version().equals(NEW_VERSION) ? newVersion(request) : oldVersion(request);
  }

  private static @Nullable String newVersion(MessagesRequest request) {
    for (String field : REMOVED) {
      if (request.body().has(field)) {
        return "%s: not supported in `anthropic-version: %s`".formatted(field, NEW_VERSION);
      }
    }
    int index = 0;
    for (JsonNode message : request.messages()) {
      String path = "messages.%d.content".formatted(index++);
      String role = MessagesRequest.role(message);
      if (role.equals("assistant") && MessagesRequest.blocks(message, "document").count() > 0) {
        return path + ": `document` blocks are not allowed in assistant messages";
      }
      if (role.equals("user")
          && MessagesRequest.blocks(message, "text").anyMatch(SamplingRules::cites)) {
        return path + ": `citations` are not allowed in user messages";
      }
    }
    return null;
  }

  private static boolean cites(JsonNode text) {
    return !text.path("citations").isEmpty();
  }

  private static @Nullable String oldVersion(MessagesRequest request) {
    ObjectNode body = request.body();
    if (request.model().sampling()) {
      return null;
    }
    if (body.path("temperature").asDouble(1) != 1) {
      return "temperature: this model accepts only the value 1";
    }
    return body.path("top_p").asDouble(1) < LEAST_TOP_P
        ? "top_p: this model accepts only values of at least 0.99"
        : null;
  }
}
