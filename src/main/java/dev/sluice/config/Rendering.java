package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns configuration values into maps, lists, strings, numbers and booleans that read back as the
 * same values, except for secrets, which are masked. Every collection is a new one: YAML would
 * write a shared one as an anchor.
 */
final class Rendering {
  private Rendering() {}

  static @Nullable Object plain(Shape shape, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (shape) {
      case Shape.Section section -> section(section, value);
      case Shape.Maybe(Shape of) -> plain(of, ((Optional<?>) value).orElse(null));
      case Shape.Items(Shape of) -> items(of, (List<?>) value);
      case Shape.Entries(Shape of) -> entries(of, (Map<?, ?>) value);
      case Shape.Scalar(ScalarType type) -> escaped(type.render().apply(value));
      case Shape.Concealed _ -> Secret.MASK;
      case Shape.Free _ -> json((JsonNode) value);
    };
  }

  private static Map<String, @Nullable Object> section(Shape.Section section, Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Component component : section.components()) {
      map.put(component.key(), plain(component.shape(), component.of(value)));
    }
    return map;
  }

  private static List<@Nullable Object> items(Shape of, List<?> values) {
    List<@Nullable Object> list = new ArrayList<>();
    values.forEach(value -> list.add(plain(of, value)));
    return list;
  }

  private static Map<String, @Nullable Object> entries(Shape of, Map<?, ?> values) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    values.forEach((key, value) -> map.put((String) key, plain(of, value)));
    return map;
  }

  private static @Nullable Object json(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), json(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(item -> list.add(json(item)));
      return list;
    }
    if (node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (node.isNumber()) {
      return escaped(node.isIntegralNumber() ? node.bigIntegerValue() : node.decimalValue());
    }
    return node.isBoolean() ? Boolean.valueOf(node.booleanValue()) : escaped(node.asText());
  }

  /** What the loader would otherwise take for a variable, and whole numbers as such. */
  private static Object escaped(Object scalar) {
    return switch (scalar) {
      case String text -> text.replace("${", "$${");
      case BigDecimal number when number.scale() <= 0 -> number.toBigInteger();
      default -> scalar;
    };
  }
}
