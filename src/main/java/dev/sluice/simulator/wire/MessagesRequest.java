package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A request to create or to count a message, with questions that a model would ask about it.
 *
 * @param version the value of {@code anthropic-version}
 * @param betas the values of {@code anthropic-beta}
 * @param workspace what separates the prompt caches of different credentials
 */
public record MessagesRequest(
    ObjectNode body, ModelTraits model, String version, Set<String> betas, String workspace) {

  public MessagesRequest {
    betas = Set.copyOf(betas);
  }

  /** The result of one tool call as the last message reports it. */
  public record ToolResult(String name, JsonNode input, String text, boolean isError) {}

  public boolean stream() {
    return body.path("stream").asBoolean();
  }

  /** The ceiling of output in tokens; unbounded when absent, as for counting. */
  public long maxTokens() {
    return body.path("max_tokens").asLong(Long.MAX_VALUE / TokenEstimate.BYTES_PER_TOKEN);
  }

  public String inferenceGeo() {
    return body.path("inference_geo").asText("global");
  }

  public List<String> stopSequences() {
    return elements(body.path("stop_sequences")).map(JsonNode::asText).toList();
  }

  /** All input in tokens. */
  public long inputTokens() {
    return prefix().stream().mapToLong(PrefixBlock::tokens).sum();
  }

  /** Whether this request makes the model think. */
  public boolean thinks() {
    return switch (body.path("thinking").path("type").asText()) {
      case "disabled", "between_tools" -> false;
      case "adaptive", "enabled" -> true;
      default -> model.thinkingByDefault();
    };
  }

  /** Whether prose between tool calls comes as thinking blocks. */
  public boolean narratesInThinking() {
    boolean asked = body.path("thinking").path("type").asText().equals("between_tools");
    return asked || (model.bound() && thinks());
  }

  /** Whether the text of thinking blocks is shown. */
  public boolean showsThinking() {
    String display = body.path("thinking").path("display").asText(model.display());
    return !display.equals("omitted");
  }

  /** The text of the last user message that has any. */
  public String question() {
    List<JsonNode> messages = messages();
    for (JsonNode message : messages.reversed()) {
      String text = userText(message);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** How many times the model has been called for the last question, this call included. */
  public int turn() {
    int turn = 1;
    for (JsonNode message : messages().reversed()) {
      if (!userText(message).isEmpty()) {
        return turn;
      }
      if (role(message).equals("assistant")) {
        turn++;
      }
    }
    return turn;
  }

  /** The tool results of the last message, in their order, with the calls that they answer. */
  public List<ToolResult> toolResults() {
    List<JsonNode> messages = messages();
    if (messages.size() < 2) {
      return List.of();
    }
    JsonNode calls = messages.get(messages.size() - 2).path("content");
    return blocks(messages.getLast(), "tool_result").map(block -> result(block, calls)).toList();
  }

  /** The tools on offer that the caller runs itself. */
  public List<JsonNode> tools() {
    return elements(body.path("tools")).filter(tool -> tool.has("input_schema")).toList();
  }

  public Optional<JsonNode> tool(String name) {
    return tools().stream().filter(tool -> tool.path("name").asText().equals(name)).findFirst();
  }

  List<PrefixBlock> prefix() {
    return Prefix.of(body);
  }

  List<JsonNode> messages() {
    return elements(body.path("messages")).toList();
  }

  String thinkingConfig() {
    return body.path("thinking").toString();
  }

  static String role(JsonNode message) {
    return message.path("role").asText();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static Stream<JsonNode> blocks(JsonNode message, String type) {
    return elements(Prefix.asBlocks(message.path("content")))
        .filter(block -> block.path("type").asText().equals(type));
  }

  private static String userText(JsonNode message) {
    if (!role(message).equals("user")) {
      return "";
    }
    return String.join(
        "\n", blocks(message, "text").map(block -> block.path("text").asText()).toList());
  }

  private static ToolResult result(JsonNode block, JsonNode calls) {
    String id = block.path("tool_use_id").asText();
    JsonNode call =
        elements(calls)
            .filter(use -> use.path("id").asText().equals(id))
            .findFirst()
            .orElse(Json.object());
    List<String> texts = new ArrayList<>();
    for (JsonNode part : Prefix.asBlocks(block.path("content"))) {
      texts.add(part.path("text").asText());
    }
    return new ToolResult(
        call.path("name").asText("tool"),
        call.path("input"),
        String.join("\n", texts),
        block.path("is_error").asBoolean());
  }
}
