package dev.sluice.model.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.json.Json;

/**
 * JSON text that survives UTF-8. Half a surrogate pair, which JSON can escape and UTF-8 cannot
 * carry, is written as an escape; everything else as usual.
 */
final class WireText {
  private static final ObjectWriter ESCAPING =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private WireText() {}

  static String quoted(String text) {
    return written(TextNode.valueOf(text));
  }

  static String written(JsonNode node) {
    String json = Json.write(node);
    return isEncodable(json) ? json : escaped(node);
  }

  static String escaped(JsonNode node) {
    try {
      return ESCAPING.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was parsed cannot be written", e);
    }
  }

  static boolean isEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
