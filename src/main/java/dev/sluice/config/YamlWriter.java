package dev.sluice.config;

import java.math.BigDecimal;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes what {@link Rendering} made as YAML that the loader reads. */
final class YamlWriter {
  private static final int INDENT = 2;

  private YamlWriter() {}

  /** One key on each line, ending in a line end. */
  static String block(Object plain) {
    DumperOptions options = options();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(INDENT);
    options.setIndicatorIndent(INDENT);
    options.setIndentWithIndicator(true);
    return write(plain, options);
  }

  /** All on one line, as it could be written behind a key. */
  static String flow(Object plain) {
    DumperOptions options = options();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    options.setWidth(Integer.MAX_VALUE);
    return write(plain, options).strip();
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    return options;
  }

  private static String write(Object plain, DumperOptions options) {
    return new Yaml(new WithoutExponent(options), options).dump(plain);
  }

  private static final class WithoutExponent extends Representer {
    WithoutExponent(DumperOptions options) {
      super(options);
      representers.put(
          BigDecimal.class,
          number -> representScalar(Tag.FLOAT, ((BigDecimal) number).toPlainString()));
    }
  }
}
