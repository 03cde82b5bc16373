package dev.sluice.simulator.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/** Reads and writes the JSON of the wire; safe to use from any thread. */
public final class Json {
  private static final int LONGEST_STRING = 40_000_000;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_STRING).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectWriter PLAIN = MAPPER.writer();
  private static final ObjectWriter ESCAPED = PLAIN.with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Json() {}

  /** Parses one complete JSON value; anything after it is an error. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Compact JSON with characters beyond ASCII as they are. */
  public static String compact(JsonNode node) {
    return write(PLAIN, node);
  }

  /** Compact JSON with every character beyond ASCII as an escape. */
  public static String escaped(JsonNode node) {
    return write(ESCAPED, node);
  }

  /**
   * One spelling for all equivalent content blocks: sorted keys, no null fields, no cache marker.
   */
  public static String canonical(JsonNode block) {
    if (!block.isObject()) {
      return compact(block);
    }
    TreeMap<String, JsonNode> fields = new TreeMap<>();
    for (var field : block.properties()) {
      if (!field.getValue().isNull() && !field.getKey().equals("cache_control")) {
        fields.put(field.getKey(), field.getValue());
      }
    }
    ObjectNode sorted = object();
    sorted.setAll(fields);
    return compact(sorted);
  }

  private static String write(ObjectWriter writer, JsonNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
