package dev.sluice.config;

import java.util.Objects;

/**
 * Renders the configuration in effect as YAML, every key with its value. Secrets, and the passwords
 * in URIs, show as {@code ***}. Without those, loading the text gives the same record.
 */
public final class ConfigDump {
  private ConfigDump() {}

  /** The record as YAML, ending in a line end. */
  public static String render(Record config) {
    Object plain = Rendering.plain(Shapes.of(config.getClass()), config);
    return YamlWriter.block(Objects.requireNonNull(plain));
  }
}
