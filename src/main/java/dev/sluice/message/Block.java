package dev.sluice.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;

/**
 * One content block as raw JSON. The text is kept and sent back byte for byte, whatever its type:
 * providers bind signatures to it.
 */
public record Block(String type, String json) {

  /** A block from its JSON object; throws {@link InvalidJson} when it has no {@code type}. */
  public static Block of(String json) {
    return of(Json.parse(json), json);
  }

  public static Block of(JsonNode node) {
    return of(node, Json.write(node));
  }

  public static Block text(String text) {
    return of(Json.object().put("type", "text").put("text", text));
  }

  /** The answer to one tool call; {@code error} tells the model that it failed. */
  public static Block toolResult(String toolUseId, String content, boolean error) {
    var node = Json.object().put("type", "tool_result").put("tool_use_id", toolUseId);
    node.put("content", content);
    if (error) {
      node.put("is_error", true);
    }
    return of(node);
  }

  /** Parsed anew on each call. */
  public JsonNode node() {
    return Json.parse(json);
  }

  public boolean isText() {
    return type.equals("text");
  }

  public boolean isToolUse() {
    return type.equals("tool_use");
  }

  public boolean isThinking() {
    return type.equals("thinking") || type.equals("redacted_thinking");
  }

  private static Block of(JsonNode node, String json) {
    JsonNode type = node.path("type");
    if (!type.isTextual()) {
      throw new InvalidJson("a content block needs a type");
    }
    return new Block(type.textValue(), json);
  }
}
