package dev.sluice.bench;

import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code sluice simulate} without rate limits and with the same transport as the product, so that
 * neither is what a benchmark measures.
 */
final class SimulatorProcess {
  private static final int REMEMBERED = 100;

  private SimulatorProcess() {}

  public static void main(String[] args) throws IOException {
    var options =
        SimulatorOptions.defaults()
            .withLimits(RateLimits.unlimited())
            .withRemembered(REMEMBERED)
            .withScript(Script.load(Path.of(args[0])));
    Vertx vertx = Vertx.builder().with(new VertxOptions().setPreferNativeTransport(true)).build();
    System.out.println("Simulator " + Simulator.start(vertx, options).await().baseUrl());
  }
}
