package dev.sluice.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.id.ToolUseId;
import dev.sluice.json.Json;
import dev.sluice.message.Block;

/** A call that the model asks for. */
record ToolUse(ToolUseId id, String name, ObjectNode input) {

  static ToolUse of(Block block) {
    JsonNode node = block.node();
    ObjectNode input = node.path("input") instanceof ObjectNode object ? object : Json.object();
    return new ToolUse(new ToolUseId(node.path("id").asText()), node.path("name").asText(), input);
  }

  String args() {
    return Json.write(input);
  }
}
