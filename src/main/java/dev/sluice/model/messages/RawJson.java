package dev.sluice.model.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import java.io.IOException;
import java.util.Optional;

/** Cuts an object or array out of JSON text without touching a character of it. */
final class RawJson {
  private RawJson() {}

  /** What stands under the path of field names; empty when there is no object or array there. */
  static Optional<String> at(String json, String... path) {
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      JsonToken token = parser.nextToken();
      for (String name : path) {
        if (token != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        token = enter(parser, name);
      }
      return token != null && token.isStructStart()
          ? Optional.of(cut(parser, json))
          : Optional.empty();
    } catch (IOException e) {
      throw new InvalidJson("malformed JSON");
    }
  }

  private static JsonToken enter(JsonParser parser, String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      JsonToken value = parser.nextToken();
      if (found) {
        return value;
      }
      parser.skipChildren();
    }
    return JsonToken.NOT_AVAILABLE;
  }

  private static String cut(JsonParser parser, String json) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    int to = (int) parser.currentTokenLocation().getCharOffset() + 1;
    return json.substring(from, to);
  }
}
