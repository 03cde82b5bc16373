package dev.sluice.simulator.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in the input of a tool by the property names that its schema declares. */
final class ToolInput {
  private static final Pattern OBJECT = Pattern.compile("\\{.*}", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("[\"“”']([^\"“”']+)[\"“”']");

  private ToolInput() {}

  /** The input of a well-known tool: its value under the declared name. */
  static ObjectNode of(JsonNode tool, Wish wish) {
    ObjectNode input = Json.object();
    if (!wish.field().isEmpty()) {
      input.put(property(tool.path("input_schema"), wish.field()), wish.value());
    }
    return completed(input, tool);
  }

  /** The input of a tool that the text calls by its name. */
  static ObjectNode from(JsonNode tool, String text) {
    Optional<ObjectNode> written = object(text);
    if (written.isPresent()) {
      return written.get();
    }
    Matcher quoted = QUOTED.matcher(text);
    String value = quoted.find() ? quoted.group(1) : text;
    ObjectNode input = Json.object();
    JsonNode schema = tool.path("input_schema");
    if (!schema.path("properties").isEmpty()) {
      String name = property(schema, "text");
      input.set(name, sample(schema.path("properties").path(name), value));
    }
    return completed(input, tool);
  }

  private static String property(JsonNode schema, String usual) {
    JsonNode properties = schema.path("properties");
    if (properties.isEmpty() || properties.has(usual)) {
      return usual;
    }
    String required = schema.path("required").path(0).asText();
    if (properties.has(required)) {
      return required;
    }
    Iterator<String> names = properties.fieldNames();
    return names.next();
  }

  // What the schema demands beyond the one value gets the plainest value of its type.
  private static ObjectNode completed(ObjectNode input, JsonNode tool) {
    JsonNode properties = tool.path("input_schema").path("properties");
    for (JsonNode name : tool.path("input_schema").path("required")) {
      if (!input.has(name.asText())) {
        input.set(name.asText(), sample(properties.path(name.asText()), "UTC"));
      }
    }
    return input;
  }

  private static JsonNode sample(JsonNode schema, String text) {
    ObjectNode holder = Json.object();
    if (!schema.path("enum").isEmpty()) {
      return schema.path("enum").path(0);
    }
    return switch (schema.path("type").asText()) {
      case "integer", "number" -> holder.put("value", number(text)).path("value");
      case "boolean" -> holder.put("value", true).path("value");
      case "array" -> Json.array();
      case "object" -> Json.object();
      default -> holder.put("value", text).path("value");
    };
  }

  private static int number(String text) {
    Matcher digits = Pattern.compile("\\d{1,9}").matcher(text);
    return digits.find() ? Integer.parseInt(digits.group()) : 1;
  }

  private static Optional<ObjectNode> object(String text) {
    Matcher braces = OBJECT.matcher(text);
    if (!braces.find()) {
      return Optional.empty();
    }
    try {
      return Json.parse(braces.group()) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
