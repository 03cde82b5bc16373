package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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

  /** The check of strict mode: blocks come back, behind the prefix that they were made for. */
  static @Nullable String prefix(MessagesRequest request) {
    if (!request.model().bound() || unbound(request)) {
      return null;
    }
    String dropped = dropped(request);
    return dropped == null ? ThinkingSeal.complaint(request) : dropped;
  }

  // Inside a tool loop the turn that is being continued must have kept its thoughts.
  private static @Nullable String dropped(MessagesRequest request) {
    List<JsonNode> messages = request.messages();
    if (request.toolResults().isEmpty()) {
      return null;
    }
    JsonNode turn = messages.get(messages.size() - 2);
    boolean thought =
        MessagesRequest.blocks(turn, "tool_use")
            .anyMatch(call -> Ids.followsThought(call.path("id").asText(), request.model().id()));
    boolean kept = MessagesRequest.blocks(turn, "thinking").findAny().isPresent();
    return thought && !kept
        ? ("messages.%d.content.0.type: Expected `thinking` or `redacted_thinking`, but found"
                + " another block. The thinking blocks of a turn that called tools must be sent"
                + " back.")
            .formatted(messages.size() - 2)
        : null;
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
