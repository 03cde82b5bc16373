package dev.sluice;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}, shared by the commands that read the configuration. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; conf/sluice.yaml beside the product by default.")
  private @Nullable Path file;

  ConfigFiles.Loaded load() {
    return load(Main.configFiles());
  }

  ConfigFiles.Loaded load(ConfigFiles files) {
    return files.load(Optional.ofNullable(file));
  }
}
