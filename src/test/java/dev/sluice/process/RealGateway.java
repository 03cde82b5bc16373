package dev.sluice.process;

import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as real processes, one after another over the same data folder, between a simulated
 * model and tool services that live here and so remember what dead processes asked of them.
 * Thread-safe.
 */
final class RealGateway implements AutoCloseable {
  private final Vertx vertx = TestVertx.create();
  private final Path folder;
  private final Path file;
  private final Simulator simulator;
  private final ToolServer tools;
  private final List<SluiceProcess> processes = new ArrayList<>();
  private @Nullable SluiceProcess running;
  private boolean closed;

  /** {@code TOOLS} in the YAML stands for the address of the tool services. */
  RealGateway(Path folder, SimulatorOptions options, String yaml) {
    this.folder = folder;
    this.simulator = Simulator.start(vertx, options).await();
    this.tools = new ToolServer(vertx);
    try {
      Files.copy(Path.of("conf/prices.yaml"), folder.resolve("prices.yaml"));
      this.file =
          Files.writeString(folder.resolve("sluice.yaml"), yaml.replace("TOOLS", tools.url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Simulator simulator() {
    return simulator;
  }

  ToolServer tools() {
    return tools;
  }

  Path dataFile() {
    return folder.resolve("data").resolve("sluice.db");
  }

  /** Starts a process; done when it listens. */
  SluiceProcess start() {
    var process = SluiceProcess.ofJar(folder, environment(), "run", "--config", file.toString());
    keep(process);
    process.address("Management");
    runs(process);
    return process;
  }

  private Map<String, String> environment() {
    return Map.of(
        "SLUICE_HTTP_PORT", "0",
        "SLUICE_MANAGEMENT_PORT", "0",
        "SLUICE_DATA_DIR", folder.resolve("data").toString(),
        "ANTHROPIC_BASE_URL", simulator.baseUrl(),
        "ANTHROPIC_API_KEY", "sk-ant-test");
  }

  private synchronized void keep(SluiceProcess process) {
    processes.add(process);
  }

  private synchronized void runs(SluiceProcess process) {
    running = process;
    notifyAll();
  }

  /** Kills the one that runs. */
  void kill() {
    takeDown().kill();
  }

  /** Stops the one that runs; the value is its exit code. */
  int stop() {
    return takeDown().stop();
  }

  private synchronized SluiceProcess takeDown() {
    SluiceProcess process = running;
    if (process == null) {
      throw new IllegalStateException("there is none to end");
    }
    running = null;
    return process;
  }

  /** Where the one that runs is reached; while there is none, waits for the next. */
  synchronized String url() {
    SluiceProcess process = running;
    while (process == null) {
      if (closed) {
        throw new IllegalStateException("there will be none any more");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      process = running;
    }
    return process.address("Sluice");
  }

  @Override
  public void close() {
    end().forEach(SluiceProcess::close);
    vertx.close().await();
  }

  private synchronized List<SluiceProcess> end() {
    closed = true;
    running = null;
    notifyAll();
    return List.copyOf(processes);
  }
}
