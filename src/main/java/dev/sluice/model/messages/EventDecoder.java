package dev.sluice.model.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelEvent.BlockStarted;
import dev.sluice.model.ModelEvent.BlockStopped;
import dev.sluice.model.ModelEvent.CitationDelta;
import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelEvent.MessageChanged;
import dev.sluice.model.ModelEvent.MessageStarted;
import dev.sluice.model.ModelEvent.MessageStopped;
import dev.sluice.model.ModelEvent.Ping;
import dev.sluice.model.ModelEvent.SignatureDelta;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelEvent.ThinkingDelta;
import dev.sluice.model.ModelEvent.ToolInputDelta;
import dev.sluice.model.ModelEvent.Unknown;
import dev.sluice.model.StopReason;
import java.util.Optional;

/**
 * Wire events of the Messages API to the house's events. Unknown events and deltas stay raw, absent
 * and null are the same, and blocks and citations are cut out character for character. Pure.
 */
public final class EventDecoder {
  private EventDecoder() {}

  /**
   * @param name the SSE event's name; it counts only where the data has no {@code type}
   * @throws InvalidJson when an event that the message depends on cannot be read
   */
  public static ModelEvent decode(String name, String data) {
    return parse(data).map(root -> decode(root, name, data)).orElseGet(() -> noObject(name, data));
  }

  private static Optional<ObjectNode> parse(String data) {
    try {
      return Optional.of(Json.parseObject(data));
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }

  private static ModelEvent decode(ObjectNode root, String name, String data) {
    String type = text(root, "type").orElse(name);
    return switch (type) {
      case "message_start" -> started(root.path("message"));
      case "content_block_start" -> blockStarted(root, data);
      case "content_block_delta" -> delta(root, data);
      case "content_block_stop" -> new BlockStopped(index(root));
      case "message_delta" -> changed(root, data);
      case "message_stop" -> new MessageStopped();
      case "ping" -> new Ping();
      case "error" -> ErrorDecoder.reported(root);
      default -> new Unknown(type, data);
    };
  }

  /** Data that is no JSON object hurts only where the message depends on it. */
  private static ModelEvent noObject(String name, String data) {
    return switch (name) {
      case "ping" -> new Ping();
      case "message_stop" -> new MessageStopped();
      case "error" ->
          new ErrorReported(
              "api_error", CleanText.message(data), Optional.empty(), Optional.empty());
      case "message_start",
          "content_block_start",
          "content_block_delta",
          "content_block_stop",
          "message_delta" ->
          throw new InvalidJson("the data of " + name + " is not a JSON object");
      default -> new Unknown(name, data);
    };
  }

  private static ModelEvent started(JsonNode message) {
    return new MessageStarted(
        text(message, "id").orElse(""),
        text(message, "model").orElse(""),
        UsageDecoder.decode(message.path("usage")));
  }

  private static ModelEvent blockStarted(ObjectNode root, String data) {
    String type =
        text(root.path("content_block"), "type")
            .orElseThrow(() -> new InvalidJson("content_block_start without a typed block"));
    String shell = RawJson.at(data, "content_block").orElseThrow();
    return new BlockStarted(index(root), type, shell);
  }

  private static ModelEvent delta(ObjectNode root, String data) {
    JsonNode delta = root.path("delta");
    String type = text(delta, "type").orElse("");
    return switch (type) {
      case "text_delta" -> new TextDelta(index(root), text(delta, "text").orElse(""));
      case "thinking_delta" -> new ThinkingDelta(index(root), text(delta, "thinking").orElse(""));
      case "signature_delta" ->
          new SignatureDelta(index(root), text(delta, "signature").orElse(""));
      case "input_json_delta" ->
          new ToolInputDelta(index(root), text(delta, "partial_json").orElse(""));
      case "citations_delta" -> citation(root, data);
      default -> new Unknown(type, data);
    };
  }

  private static ModelEvent citation(ObjectNode root, String data) {
    return RawJson.at(data, "delta", "citation")
        .<ModelEvent>map(raw -> new CitationDelta(index(root), raw))
        .orElseGet(() -> new Unknown("citations_delta", data));
  }

  private static ModelEvent changed(ObjectNode root, String data) {
    JsonNode delta = root.path("delta");
    return new MessageChanged(
        text(delta, "stop_reason").map(StopReason::of),
        text(delta, "stop_sequence"),
        RawJson.at(data, "delta", "stop_details"),
        UsageDecoder.decode(root.path("usage")));
  }

  private static int index(ObjectNode root) {
    JsonNode index = root.path("index");
    if (!index.isInt() || index.intValue() < 0) {
      throw new InvalidJson("a block event needs an index");
    }
    return index.intValue();
  }

  private static Optional<String> text(JsonNode parent, String name) {
    return Optional.ofNullable(parent.path(name).textValue());
  }
}
