package dev.sluice;

import dev.sluice.simulator.Script;
import dev.sluice.simulator.ScriptException;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulated Messages API alone. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Serve a simulated Messages API, for tests and for trying things out.")
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "8082",
      description = "0 picks a free one. Default: 8082.")
  private int port;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "What to play; see docs/simulator.md.")
  private @Nullable Path script;

  @Override
  public Integer call() throws Exception {
    var options = SimulatorOptions.defaults().withPort(port);
    if (script != null) {
      options = options.withScript(read(script));
    }
    Vertx vertx = Vertx.vertx();
    Simulator simulator = Lifetime.start(vertx, start(vertx, options));
    Lifetime.untilSignal(
        vertx,
        simulator::close,
        () -> System.out.println("Simulated Messages API at " + simulator.baseUrl()));
    return 0;
  }

  private static Future<Simulator> start(Vertx vertx, SimulatorOptions options) {
    return Simulator.start(vertx, options)
        .recover(
            cause ->
                Future.failedFuture(
                    StartException.cannotListen(
                        options.host(), options.port(), "--port", cause)));
  }

  private static Script read(Path file) {
    try {
      return Script.load(file);
    } catch (ScriptException e) {
      throw new StartException(e.toString());
    } catch (IOException e) {
      throw new StartException("the script cannot be read: " + e);
    }
  }
}
