package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Which ways of thinking a model accepts, and what binds a thinking block to its place. */
final class ThinkingRules {
  private static final int LEAST_BUDGET = 1_024;
  private static final String UNBINDING = "thinking-binding-controls-2026-08-01";

  private ThinkingRules() {}

  static @Nullable String complaint(MessagesRequest request) {
    JsonNode thinking = request.body().path("thinking");
    if (thinking.isMissingNode()) {
      return null;
    }
    String type = thinking.path("type").asText();
    if (!request.model().thinking().contains(type)) {
      return "thinking.type: `%s` is not supported by %s; it accepts %s"
          .formatted(
              type, request.model().id(), request.model().thinking().stream().sorted().toList());
    }
    return type.equals("enabled") ? budget(request, thinking) : null;
  }

  /** The check of strict mode: a block must stand behind the prefix that it was made for. */
  static @Nullable String prefix(MessagesRequest request) {
    return request.model().bound() && !unbound(request) ? ThinkingSeal.complaint(request) : null;
  }

  private static boolean unbound(MessagesRequest request) {
    JsonNode binding = request.body().path("thinking").path("block_binding");
    return request.betas().contains(UNBINDING)
        && binding.path("prefix_mismatch_behavior").asText().equals("drop_block");
  }

  private static @Nullable String budget(MessagesRequest request, JsonNode thinking) {
    long budget = thinking.path("budget_tokens").asLong();
    if (budget < LEAST_BUDGET) {
      return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024";
    }
    return budget >= request.maxTokens()
        ? "max_tokens: must be greater than `thinking.budget_tokens`"
        : null;
  }
}
