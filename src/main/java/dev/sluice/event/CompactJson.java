package dev.sluice.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * One JSON object on one line, whatever the text in it: no raw line separator of any alphabet, and
 * nothing that UTF-8 cannot carry.
 */
final class CompactJson {
  private static final int ROOM_FOR_NAMES = 96;

  private CompactJson() {}

  /** Writes the fields between the braces. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static String object(int expectedText, Fields fields) {
    var out = new StringWriter(expectedText + ROOM_FOR_NAMES);
    try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return escapeFragile(out.toString());
  }

  /**
   * Jackson escapes what JSON demands. Clients that split lines by Unicode's rules also break at
   * U+0085, U+2028 and U+2029; and half a surrogate pair would become a question mark in UTF-8,
   * although the next delta may bring its other half. In JSON all of these occur within strings
   * only, so that they can be escaped in place.
   */
  private static String escapeFragile(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (isFragile(json, i)) {
        return escapeFrom(json, i);
      }
    }
    return json;
  }

  private static String escapeFrom(String json, int first) {
    var out = new StringBuilder(json.length() + 16).append(json, 0, first);
    for (int i = first; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isFragile(json, i)) {
        out.append("\\u").append(Character.forDigit(c >> 12, 16));
        out.append(Character.forDigit(c >> 8 & 0xf, 16));
        out.append(Character.forDigit(c >> 4 & 0xf, 16)).append(Character.forDigit(c & 0xf, 16));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isFragile(String json, int i) {
    char c = json.charAt(i);
    if (c < 0x85) {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == json.length() || !Character.isLowSurrogate(json.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return !Character.isHighSurrogate(json.charAt(i - 1));
    }
    return c == 0x85 || c == 0x2028 || c == 0x2029;
  }
}
