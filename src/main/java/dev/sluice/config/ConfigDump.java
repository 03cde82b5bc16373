package dev.sluice.config;

import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Renders the configuration in effect as YAML, every key with its value. Secrets, and user names and
 * passwords in URIs, show as {@code ***}. Without those, loading the text gives the same record.
 */
public final class ConfigDump {
  private static final int INDENT = 2;

  private ConfigDump() {}

  /** The record as YAML, ending in a line end. */
  public static String render(Record config) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(INDENT);
    options.setIndicatorIndent(INDENT);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    Object plain = Rendering.plain(Shapes.of(config.getClass()), config);
    return new Yaml(options).dump(Objects.requireNonNull(plain));
  }
}
