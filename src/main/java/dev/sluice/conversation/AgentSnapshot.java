package dev.sluice.conversation;

import java.util.List;

/**
 * The agent as it was when the conversation began. Providers bind thinking to the exact prefix, so
 * these bytes never change for a conversation.
 *
 * @param system raw JSON array of text blocks
 * @param tools raw JSON array of tool definitions
 * @param toolNames the tools that may be called, in the order of {@code tools}
 * @param thinking name of the thinking display, as configured
 */
public record AgentSnapshot(
    String agent,
    String model,
    int maxTokens,
    String system,
    String tools,
    List<String> toolNames,
    String thinking) {
  public AgentSnapshot {
    toolNames = List.copyOf(toolNames);
  }
}
