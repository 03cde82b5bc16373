package dev.sluice.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the events of a stream together to the message that a caller without streaming gets. */
public final class MessageAssembler {
  private ObjectNode message = Json.object();
  private ArrayNode content = Json.array();
  private ObjectNode block = Json.object();
  private final StringBuilder json = new StringBuilder();

  /** Takes the data of the next event; events that carry no content are ignored. */
  public void accept(ObjectNode event) {
    switch (event.path("type").asText()) {
      case "message_start" -> start(event.path("message"));
      case "content_block_start" -> block = event.path("content_block").deepCopy();
      case "content_block_delta" -> delta(event.path("delta"));
      case "content_block_stop" -> stopBlock();
      case "message_delta" -> finish(event);
      default -> {}
    }
  }

  /** The message so far. */
  public ObjectNode message() {
    return message;
  }

  private void start(JsonNode shell) {
    message = shell.deepCopy();
    content = message.putArray("content");
  }

  private void delta(JsonNode delta) {
    switch (delta.path("type").asText()) {
      case "text_delta" -> append("text", delta);
      case "thinking_delta" -> append("thinking", delta);
      case "signature_delta" -> block.set("signature", delta.path("signature"));
      case "input_json_delta" -> json.append(delta.path("partial_json").asText());
      default -> {}
    }
  }

  private void append(String field, JsonNode delta) {
    block.put(field, block.path(field).asText() + delta.path(field).asText());
  }

  private void stopBlock() {
    if (!json.isEmpty()) {
      block.set("input", parsed(json.toString()));
      json.setLength(0);
    }
    content.add(block);
  }

  // A call that was cut off by max_tokens has no complete input; the service sends what it can.
  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException _) {
      return Json.object();
    }
  }

  private void finish(ObjectNode event) {
    message.setAll((ObjectNode) event.path("delta"));
    ObjectNode usage = (ObjectNode) message.path("usage");
    usage.setAll((ObjectNode) event.path("usage"));
  }
}
