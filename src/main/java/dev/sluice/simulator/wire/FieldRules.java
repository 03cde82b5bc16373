package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields a body may have, and of which type they are. */
final class FieldRules {
  private static final Set<String> COUNT =
      Set.of(
          "model",
          "messages",
          "system",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "cache_control",
          "speed",
          "mcp_servers",
          "context_management");
  private static final Set<String> CREATE =
      union(
          COUNT,
          Set.of(
              "max_tokens",
              "stream",
              "stop_sequences",
              "temperature",
              "top_p",
              "top_k",
              "metadata",
              "service_tier",
              "inference_geo",
              "container",
              "diagnostics",
              "fallbacks",
              "compaction",
              "thread",
              "fallback_credit_token",
              "billing_policy"));

  private FieldRules() {}

  static @Nullable String ofCreate(MessagesRequest request) {
    return unknown(request, CREATE);
  }

  static @Nullable String ofCount(MessagesRequest request) {
    return unknown(request, COUNT);
  }

  static @Nullable String types(MessagesRequest request) {
    JsonNode stream = request.body().path("stream");
    if (!stream.isMissingNode() && !stream.isBoolean()) {
      return "stream: Input should be a valid boolean";
    }
    JsonNode system = request.body().path("system");
    if (!system.isMissingNode() && !system.isTextual() && !system.isArray()) {
      return "system: Input should be a valid string or list";
    }
    for (JsonNode block : system.isArray() ? system : Json.array()) {
      if (!block.path("type").asText().equals("text")) {
        return "system: only blocks of type `text` are allowed";
      }
    }
    return null;
  }

  static @Nullable String maxTokens(MessagesRequest request) {
    JsonNode value = request.body().path("max_tokens");
    if (value.isMissingNode()) {
      return "max_tokens: Field required";
    }
    if (!value.isIntegralNumber() || value.asLong() < 0) {
      return "max_tokens: Input should be a valid integer of at least 0";
    }
    ModelTraits model = request.model();
    if (value.asLong() > model.maxOutput()) {
      return "max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s"
          .formatted(value.asLong(), model.maxOutput(), model.id());
    }
    return value.asLong() == 0 ? cacheOnly(request) : null;
  }

  private static @Nullable String cacheOnly(MessagesRequest request) {
    String choice = request.body().path("tool_choice").path("type").asText();
    boolean forced = choice.equals("any") || choice.equals("tool");
    boolean manual = request.body().path("thinking").path("type").asText().equals("enabled");
    boolean format = request.body().path("output_config").has("format");
    return request.stream() || forced || manual || format
        ? "max_tokens: 0 only fills the prompt cache and allows no `stream`, forced `tool_choice`,"
            + " `output_config.format` or manual `thinking`"
        : null;
  }

  private static @Nullable String unknown(MessagesRequest request, Set<String> known) {
    for (String field : (Iterable<String>) () -> request.body().fieldNames()) {
      if (!known.contains(field)) {
        return field + ": Extra inputs are not permitted";
      }
    }
    return null;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
