package dev.sluice.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML text and the environment into a record.
 *
 * <p>Keys are the record components in snake_case. A key that is absent keeps the value of the
 * defaults, entry by entry in maps; a list replaces the list of the defaults. A record that stands
 * in a list, or is new in a map, begins from its static method {@code defaults()}, when it has one;
 * else each of its keys that is not Optional must be given. Scalars take {@code ${NAME}} and {@code
 * ${NAME:default}} from the environment, where an empty variable counts as unset, and a value that
 * ends up empty this way counts as absent for every type but text.
 *
 * <p>May block to read the files of secrets. A record type that cannot be configuration is a
 * mistake of the program and an {@link IllegalArgumentException}; everything else is a {@link
 * ConfigException} with all problems at once.
 */
public final class ConfigLoader {
  private static final String TOP = "";

  private ConfigLoader() {}

  /** As {@link #load(Class, Record, String, String, UnaryOperator, List)}, without overrides. */
  public static <R extends Record> R load(
      Class<R> type, R defaults, String source, String yaml, UnaryOperator<@Nullable String> env) {
    return load(type, defaults, source, yaml, env, List.of());
  }

  /**
   * Loads a configuration.
   *
   * @param source the name of the file, for messages
   * @param env answers the value of an environment variable, or null, as {@link System#getenv}
   * @param overrides variables that win over the file
   */
  public static <R extends Record> R load(
      Class<R> type,
      R defaults,
      String source,
      String yaml,
      UnaryOperator<@Nullable String> env,
      List<EnvOverride> overrides) {
    Findings findings = new Findings();
    Shape.Section shape = Shapes.of(type);
    Origin whole = new Origin(source, 0);
    Tree.Mapping file =
        new YamlText(source, findings)
            .parse(yaml)
            .orElseGet(
                () -> {
                  findings.throwIfAny();
                  return new Tree.Mapping(whole, Map.of());
                });
    Tree.Mapping tree =
        new Overlay(shape, env, findings).apply(new Tree.Mapping(whole, file.entries()), overrides);
    Slot slot = new Slot(shape, List.of(), new Site(TOP, whole));
    Object bound = new Binder(new Substitution(env), findings).bind(slot, tree, defaults);
    findings.throwIfAny();
    return type.cast(Objects.requireNonNull(bound, "bound without findings"));
  }

  /** The text of a configuration file: at most 1 MiB of UTF-8, else a {@link ConfigException}. */
  public static String read(Path file) {
    try {
      return SourceText.read(file, YamlText.MAX_CHARACTERS);
    } catch (Refusal e) {
      throw new ConfigException(List.of(new Problem(file.toString(), 0, TOP, e.reason())));
    }
  }
}
