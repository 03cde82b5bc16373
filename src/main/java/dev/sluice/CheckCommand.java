package dev.sluice;

import dev.sluice.config.ConfigDump;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Validates the configuration without starting anything. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Check the configuration; exit code 2 when something is wrong.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--print", description = "Print the effective configuration, secrets masked.")
  private boolean print;

  @Override
  public Integer call() {
    var loaded = config.load();
    loaded.config().agents().values().forEach(agent -> SystemPrompts.json(agent, loaded.folder()));
    if (print) {
      System.out.print(ConfigDump.render(loaded.config()));
    }
    System.out.println("ok: " + loaded.source());
    return 0;
  }
}
