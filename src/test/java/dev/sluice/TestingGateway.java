package dev.sluice;

import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.testing.TestVertx;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The whole gateway in this process, over a real store in a folder and a real simulator, on free
 * ports. Its YAML is that of a person: only what differs from the defaults.
 */
public final class TestingGateway implements AutoCloseable {
  private final Vertx vertx = TestVertx.create();
  private final Path folder;
  private final String yaml;
  private final UnaryOperator<String> route;
  private final Simulator simulator;
  private Gateway gateway;

  public TestingGateway(Path folder, SimulatorOptions options, String yaml) {
    this(folder, options, yaml, UnaryOperator.identity());
  }

  /**
   * @param route makes the address that the gateway calls of the simulator's
   */
  public TestingGateway(
      Path folder, SimulatorOptions options, String yaml, UnaryOperator<String> route) {
    this.folder = folder;
    this.yaml = yaml;
    this.route = route;
    this.simulator = Simulator.start(vertx, options).await();
    this.gateway = start();
  }

  private Gateway start() {
    var loaded = new ConfigFiles(environment()::get, Optional.empty()).load(Optional.of(file()));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return Gateway.start(vertx, loaded, registry, InstantSource.system()).await();
  }

  private Map<String, String> environment() {
    return Map.of(
        "SLUICE_HTTP_PORT", "0",
        "SLUICE_MANAGEMENT_PORT", "0",
        "SLUICE_DATA_DIR", folder.resolve("data").toString(),
        "ANTHROPIC_BASE_URL", route.apply(simulator.baseUrl()),
        "ANTHROPIC_API_KEY", "sk-ant-test");
  }

  private Path file() {
    try {
      Files.copy(Path.of("conf/prices.yaml"), folder.resolve("prices.yaml"));
      return Files.writeString(folder.resolve("sluice.yaml"), withTools(yaml));
    } catch (FileAlreadyExistsException e) {
      return folder.resolve("sluice.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code SIMULATOR} in the text stands for the simulator's address. */
  private String withTools(String text) {
    return text.replace("SIMULATOR", simulator.baseUrl());
  }

  public Vertx vertx() {
    return vertx;
  }

  public Simulator simulator() {
    return simulator;
  }

  /** Such as {@code http://127.0.0.1:4711}; another one after a restart. */
  public String url() {
    return gateway.addresses().http().orElseThrow();
  }

  public String managementUrl() {
    return gateway.addresses().management();
  }

  /** Stops in order and starts again over the same folder. */
  public void restart() {
    gateway.stop().await();
    gateway = start();
  }

  /** Stops in order; the simulator goes on. */
  public void stop() {
    gateway.stop().await();
  }

  @Override
  public void close() {
    gateway.stop().transform(any -> vertx.close()).await();
  }
}
