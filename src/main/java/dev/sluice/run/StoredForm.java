package dev.sluice.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import dev.sluice.run.StoreException.Kind;
import java.util.Optional;

/**
 * The fields of something stored as a JSON object with a version. What is not as it should be is
 * {@link StoreException} {@code CORRUPT}, with the field's name and nothing of its content.
 */
record StoredForm(String what, JsonNode node) {
  private static final int VERSION = 1;

  static ObjectNode begin() {
    return Json.object().put("v", VERSION);
  }

  static StoredForm read(String what, String stored) {
    ObjectNode node;
    try {
      node = Json.parseObject(stored);
    } catch (InvalidJson e) {
      throw new StoreException(Kind.CORRUPT, "a stored " + what + " is " + e.getMessage(), e);
    }
    var form = new StoredForm(what, node);
    long version = form.number("v");
    if (version != VERSION) {
      throw new StoreException(
          Kind.CORRUPT,
          "a stored " + what + " has version " + version + ", this program knows " + VERSION);
    }
    return form;
  }

  StoredForm object(String field) {
    JsonNode child = node.path(field);
    if (!child.isObject()) {
      throw broken(field);
    }
    return new StoredForm(what, child);
  }

  String text(String field) {
    return optional(field).orElseThrow(() -> broken(field));
  }

  Optional<String> optional(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw broken(field);
    }
    return Optional.of(value.textValue());
  }

  long number(String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw broken(field);
    }
    return value.longValue();
  }

  int small(String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw broken(field);
    }
    return value.intValue();
  }

  boolean flag(String field) {
    JsonNode value = node.path(field);
    if (!value.isBoolean()) {
      throw broken(field);
    }
    return value.booleanValue();
  }

  Usage usage() {
    StoredForm usage = object("usage");
    return new Usage(
        usage.number("input"),
        usage.number("cache_write_5m"),
        usage.number("cache_write_1h"),
        usage.number("cache_read"),
        usage.number("output"),
        usage.number("thinking"),
        usage.number("web_searches"));
  }

  static ObjectNode of(Usage usage) {
    return Json.object()
        .put("input", usage.inputTokens())
        .put("cache_write_5m", usage.cacheWrite5mTokens())
        .put("cache_write_1h", usage.cacheWrite1hTokens())
        .put("cache_read", usage.cacheReadTokens())
        .put("output", usage.outputTokens())
        .put("thinking", usage.thinkingTokens())
        .put("web_searches", usage.webSearches());
  }

  StoreException broken(String field) {
    return new StoreException(
        Kind.CORRUPT, "a stored " + what + " cannot be read: its field " + field + " is broken");
  }
}
