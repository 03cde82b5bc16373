package dev.sluice;

import dev.sluice.drill.DrillJson;
import dev.sluice.drill.DrillReport;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the fallbacks with the primary model before they are needed. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Put the same questions to the model and to each fallback, and score the answers.",
      "Exit code 0: every fallback is good enough; 1: one is not; 2: wrong configuration.",
      "It calls the models, and so it costs money: how much is printed."
    })
final class DrillCommand implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--questions",
      paramLabel = "FILE",
      description = "What is asked and checked; conf/drill.yaml beside the product by default.")
  private @Nullable Path questions;

  @Option(
      names = "--at-least",
      paramLabel = "PART",
      defaultValue = "0.9",
      description = "A fallback must pass this part of what the primary passes. Default: 0.9.")
  private double atLeast;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    if (!(atLeast >= 0 && atLeast <= 1)) {
      throw new ParameterException(line, "--at-least must be from 0 to 1, is " + atLeast);
    }
    var loaded = config.load();
    var asked =
        DrillQuestions.of(
            loaded.config(),
            loaded.source(),
            Main.configFiles().drill(Optional.ofNullable(questions)));
    asked
        .leftOut()
        .forEach(
            (name, tools) ->
                line.getErr().println("left out: " + name + ": the agent has no " + tools));
    DrillReport report = drill(loaded, asked);
    print(line.getOut(), report);
    return report.isGood() ? 0 : Main.EXIT_FAILED;
  }

  private DrillReport drill(ConfigFiles.Loaded loaded, DrillQuestions asked) {
    Vertx vertx = Vertx.vertx();
    try {
      return DrillStage.drill(vertx, loaded, asked.asked(), atLeast).await();
    } finally {
      vertx.close().await();
    }
  }

  private void print(PrintWriter out, DrillReport report) {
    if (json) {
      out.println(DrillJson.write(report));
    } else {
      out.print(report.text());
    }
    out.flush();
  }
}
