package dev.sluice.model.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.UsageUpdate;
import java.util.OptionalLong;

/** Reads a {@code usage} object: what is absent, null or not a count is not reported. */
final class UsageDecoder {
  private UsageDecoder() {}

  static UsageUpdate decode(JsonNode usage) {
    JsonNode writes = usage.path("cache_creation");
    return new UsageUpdate(
        count(usage, "input_tokens"),
        count(usage, "cache_creation_input_tokens"),
        count(writes, "ephemeral_5m_input_tokens"),
        count(writes, "ephemeral_1h_input_tokens"),
        count(usage, "cache_read_input_tokens"),
        count(usage, "output_tokens"),
        count(usage.path("output_tokens_details"), "thinking_tokens"),
        count(usage.path("server_tool_use"), "web_search_requests"));
  }

  private static OptionalLong count(JsonNode parent, String name) {
    JsonNode node = parent.path(name);
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0
        ? OptionalLong.of(node.longValue())
        : OptionalLong.empty();
  }
}
