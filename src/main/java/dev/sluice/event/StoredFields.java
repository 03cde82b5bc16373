package dev.sluice.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Typed access to a stored object; a field that is missing or of another type is unreadable. */
record StoredFields(ObjectNode node) {

  String text(String name) {
    return required(name, JsonNodeType.STRING).textValue();
  }

  Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  boolean flag(String name) {
    return required(name, JsonNodeType.BOOLEAN).booleanValue();
  }

  int integer(String name) {
    JsonNode value = required(name, JsonNodeType.NUMBER);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw unreadable(name);
    }
    return value.intValue();
  }

  long number(String name) {
    JsonNode value = required(name, JsonNodeType.NUMBER);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw unreadable(name);
    }
    return value.longValue();
  }

  Duration duration(String name) {
    try {
      return Duration.parse(text(name));
    } catch (DateTimeException e) {
      throw unreadable(name);
    }
  }

  Optional<Duration> optionalDuration(String name) {
    return has(name) ? Optional.of(duration(name)) : Optional.empty();
  }

  StoredFields object(String name) {
    return new StoredFields((ObjectNode) required(name, JsonNodeType.OBJECT));
  }

  private boolean has(String name) {
    return node.hasNonNull(name);
  }

  private JsonNode required(String name, JsonNodeType type) {
    @Nullable JsonNode value = node.get(name);
    if (value == null || value.getNodeType() != type) {
      throw unreadable(name);
    }
    return value;
  }

  private static UnreadableEvent unreadable(String name) {
    return new UnreadableEvent("a stored event's field \"" + name + "\" is missing or not valid");
  }
}
