package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.Usage;
import org.jspecify.annotations.Nullable;

/** The data of the events of a stream, as the service spells them. */
final class Shells {
  private Shells() {}

  static ObjectNode messageStart(MessagesRequest request, String id, Usage usage) {
    ObjectNode message = Json.object().put("model", request.model().id()).put("id", id);
    message.put("type", "message").put("role", "assistant").putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
    message.set("usage", usage.full(request.inferenceGeo()));
    return Json.object().put("type", "message_start").set("message", message);
  }

  static ObjectNode blockStart(int index, JsonNode block) {
    return Json.object()
        .put("type", "content_block_start")
        .put("index", index)
        .set("content_block", block);
  }

  static ObjectNode blockDelta(int index, JsonNode delta) {
    return Json.object().put("type", "content_block_delta").put("index", index).set("delta", delta);
  }

  static ObjectNode blockStop(int index) {
    return Json.object().put("type", "content_block_stop").put("index", index);
  }

  static ObjectNode messageDelta(
      String reason, @Nullable String sequence, @Nullable JsonNode details, Usage usage) {
    ObjectNode delta = Json.object().put("stop_reason", reason).put("stop_sequence", sequence);
    delta.set("stop_details", details);
    ObjectNode event = Json.object().put("type", "message_delta");
    event.set("delta", delta);
    return event.set("usage", usage.cumulative());
  }

  static ObjectNode bare(String type) {
    return Json.object().put("type", type);
  }

  static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }

  static ObjectNode thinking(String text, String signature) {
    ObjectNode block = Json.object().put("type", "thinking").put("thinking", text);
    return block.put("signature", signature);
  }

  static ObjectNode toolUse(String id, String name, JsonNode input) {
    ObjectNode block = Json.object().put("type", "tool_use").put("id", id).put("name", name);
    block.set("input", input);
    return block.set("caller", Json.object().put("type", "direct"));
  }
}
