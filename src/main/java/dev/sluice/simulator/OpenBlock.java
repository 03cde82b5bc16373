package dev.sluice.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;

/** The block that a reply is in the middle of, with what has been sent of it. */
final class OpenBlock {
  private final int index;
  private final ObjectNode shell;
  private final StringBuilder sent = new StringBuilder();

  OpenBlock(int index, ObjectNode shell) {
    this.index = index;
    this.shell = shell;
  }

  int index() {
    return index;
  }

  boolean is(String type) {
    return shell.path("type").asText().equals(type);
  }

  void sent(String piece) {
    sent.append(piece);
  }

  String text() {
    return sent.toString();
  }

  /** The block as the caller will send it back. */
  ObjectNode complete(String signature) {
    return switch (shell.path("type").asText()) {
      case "text" -> shell.put("text", text());
      case "thinking" -> shell.put("thinking", text()).put("signature", signature);
      case "tool_use" -> shell.set("input", input());
      default -> shell;
    };
  }

  private ObjectNode input() {
    try {
      return Json.parse(sent.isEmpty() ? "{}" : text()) instanceof ObjectNode object
          ? object
          : Json.object();
    } catch (JsonProcessingException _) {
      return Json.object();
    }
  }
}
