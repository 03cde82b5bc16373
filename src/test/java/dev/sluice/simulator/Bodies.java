package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;

/** Request bodies for tests. */
final class Bodies {
  private Bodies() {}

  static String streaming(String text) {
    return Json.compact(of(text).put("stream", true));
  }

  static String whole(String text) {
    return Json.compact(of(text));
  }

  static ObjectNode of(String text) {
    ObjectNode body = Json.object().put("model", "claude-opus-5-5").put("max_tokens", 4096);
    body.putArray("messages").addObject().put("role", "user").put("content", text);
    return body;
  }
}
