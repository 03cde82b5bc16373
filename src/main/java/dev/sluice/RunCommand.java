package dev.sluice;

import dev.sluice.config.ConfigDump;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the gateway until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run the gateway. This is the default command.")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--role", description = "all, gateway or worker; wins over the configuration.")
  private @Nullable Role role;

  @Override
  public Integer call() throws Exception {
    var files = Main.configFiles();
    var loaded = config.load(role == null ? files : files.withRole(role));
    LOG.info("configuration from {}:\n{}", loaded.source(), ConfigDump.render(loaded.config()));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = vertx(registry);
    Gateway gateway =
        Lifetime.start(
            vertx,
            Gateway.start(vertx, loaded, registry, InstantSource.system()),
            loaded.config().postgres().startPatience());
    Lifetime.untilSignal(vertx, gateway::stop, () -> announce(gateway.addresses(), loaded));
    return 0;
  }

  private static Vertx vertx(PrometheusMeterRegistry registry) {
    var metrics = new MicrometerMetricsOptions().setEnabled(true);
    return Vertx.builder()
        .with(new VertxOptions().setPreferNativeTransport(true).setMetricsOptions(metrics))
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
  }

  private static void announce(Gateway.Addresses addresses, ConfigFiles.Loaded loaded) {
    addresses
        .simulator()
        .ifPresent(
            url -> {
              LOG.warn("the built-in simulated model answers, at {}", url);
              System.out.println(whySimulated(loaded.config().model()));
            });
    LOG.info(
        "listening at {}, management at {}",
        addresses.http().orElse("no public address"),
        addresses.management());
    addresses.http().ifPresent(url -> System.out.println("Sluice      " + url));
    System.out.println("Management  " + addresses.management());
    System.out.flush();
  }

  private static String whySimulated(ModelSection model) {
    return model.simulator() == ModelSection.SimulatorUse.ON
        ? "The built-in simulated model answers, because model.simulator is on."
        : "No model key: the built-in simulated model answers."
            + " Set ANTHROPIC_API_KEY for the real one.";
  }
}
