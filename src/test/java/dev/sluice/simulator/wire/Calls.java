package dev.sluice.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Requests for tests, written as loosely spelled JSON with single quotes. */
public final class Calls {
  private static final ModelCatalogue MODELS = ModelCatalogue.shipped();

  private Calls() {}

  public static MessagesRequest of(String body) {
    return of(body, "2026-10-21");
  }

  public static MessagesRequest of(String body, String version) {
    ObjectNode json = object(body);
    String model = json.path("model").asText("claude-opus-5-5");
    return new MessagesRequest(json, MODELS.find(model).orElseThrow(), version, Set.of(), "w");
  }

  /** A valid body with these fields on top. */
  public static MessagesRequest with(String fields) {
    return of(merged(fields));
  }

  static String merged(String fields) {
    ObjectNode body =
        object(
            "{'model': 'claude-opus-5-5', 'max_tokens': 100,"
                + " 'messages': [{'role': 'user', 'content': 'Hello'}]}");
    body.setAll(object("{" + fields + "}"));
    return Json.compact(body);
  }

  private static ObjectNode object(String body) {
    try {
      return (ObjectNode) Json.parse(body.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
