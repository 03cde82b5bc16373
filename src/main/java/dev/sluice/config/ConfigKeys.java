package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the keys of a configuration record, in the order of its components. */
public final class ConfigKeys {
  private final List<ConfigKey> keys = new ArrayList<>();

  private ConfigKeys() {}

  /** Every key that the loader would take. Secrets show as {@code ***}. */
  public static <R extends Record> List<ConfigKey> of(Class<R> type, R defaults) {
    ConfigKeys keys = new ConfigKeys();
    keys.section("", Shapes.of(type), defaults);
    return List.copyOf(keys.keys);
  }

  /** The keys as a Markdown table, for the reference page. */
  public static String markdown(List<ConfigKey> keys) {
    return keys.stream()
        .map(ConfigKeys::row)
        .collect(
            Collectors.joining(
                "\n",
                "| key | type | default | allowed | meaning |\n|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(ConfigKey key) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            key.path(),
            cell(key.type()),
            key.defaultValue().startsWith("(")
                ? key.defaultValue()
                : "`" + cell(key.defaultValue()) + "`",
            cell(key.bounds()),
            cell(key.doc()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private void section(String prefix, Shape.Section section, @Nullable Object owner) {
    Object base = owner == null ? section.defaults() : owner;
    for (Component component : section.components()) {
      component(prefix + component.key(), component, component.of(base));
    }
  }

  private void component(String path, Component component, @Nullable Object value) {
    boolean optional = component.shape() instanceof Shape.Maybe;
    Shape shape = component.shape() instanceof Shape.Maybe(Shape of) ? of : component.shape();
    Object inner = value instanceof Optional<?> held ? held.orElse(null) : value;
    if (shape instanceof Shape.Section section && !optional) {
      section(path + ".", section, inner);
      return;
    }
    String bounds = component.bounds().stream().map(Bound::brief).collect(Collectors.joining(", "));
    String shown = inner == null ? absent(optional) : flow(Rendering.plain(shape, inner));
    keys.add(new ConfigKey(path, shape.describe(), shown, bounds, component.doc()));
    if (shape.isSecret()) {
      keys.add(
          new ConfigKey(
              path + Component.FILE_SUFFIX,
              "path",
              ConfigKey.NONE,
              "",
              "A file that holds " + path + "."));
    }
    below(path, shape, inner);
  }

  /** The keys of the records inside an optional group, a list or a map. */
  private void below(String path, Shape shape, @Nullable Object value) {
    switch (shape) {
      case Shape.Section section -> section(path + ".", section, value);
      case Shape.Items(Shape of) -> below(path + "[]", of, null);
      case Shape.Entries(Shape of) -> below(path + ".<name>", of, null);
      case Shape.Maybe(Shape of) -> below(path, of, null);
      case Shape.Scalar _, Shape.Concealed _, Shape.Free _ -> {}
    }
  }

  private static String absent(boolean optional) {
    return optional ? ConfigKey.NONE : ConfigKey.REQUIRED;
  }

  /** On one line, as it could be written behind the key. */
  private static String flow(@Nullable Object plain) {
    if (plain == null) {
      return "null";
    }
    if (plain instanceof String text) {
      return text.isEmpty() ? "\"\"" : text.strip().replace("\n", "\\n");
    }
    return YamlWriter.flow(plain);
  }
}
