package dev.sluice.process;

import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.RedisProcess;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gateways and workers as real processes over one real Postgres and one real Redis, with a
 * simulated model that lives here.
 */
final class RealPods implements AutoCloseable {
  private final Vertx vertx = TestVertx.create();
  private final String name = "pods_" + UUID.randomUUID().toString().replace("-", "");
  private final Path folder;
  private final Path file;
  private final Simulator simulator;
  private final List<SluiceProcess> processes = new ArrayList<>();

  /** The key prefix is added to the YAML. */
  RealPods(Path folder, SimulatorOptions options, String yaml) {
    this.folder = folder;
    this.simulator = Simulator.start(vertx, options).await();
    sql("CREATE SCHEMA " + name);
    try {
      Files.copy(Path.of("conf/prices.yaml"), folder.resolve("prices.yaml"));
      this.file =
          Files.writeString(
              folder.resolve("sluice.yaml"), yaml + "\nredis: {key_prefix: \"" + name + "\"}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Simulator simulator() {
    return simulator;
  }

  /** Starts a process; done when it serves. */
  SluiceProcess start(String role) {
    String postgres = PostgresServer.url();
    var environment =
        Map.of(
            "SLUICE_HTTP_PORT",
            "0",
            "SLUICE_MANAGEMENT_PORT",
            "0",
            "REDIS_URL",
            RedisProcess.sharedUrl(),
            "DATABASE_URL",
            postgres + (postgres.contains("?") ? "&" : "?") + "search_path=" + name,
            "ANTHROPIC_BASE_URL",
            simulator.baseUrl(),
            "ANTHROPIC_API_KEY",
            "sk-ant-test");
    var process =
        SluiceProcess.ofJar(
            folder, environment, "run", "--config", file.toString(), "--role", role);
    processes.add(process);
    process.address("Management");
    return process;
  }

  @Override
  public void close() {
    processes.forEach(SluiceProcess::close);
    sql("DROP SCHEMA " + name + " CASCADE");
    vertx.close().await();
  }

  private void sql(String statement) {
    PgConnection.connect(vertx, PgConnectOptions.fromUri(PostgresServer.url()))
        .compose(
            connection ->
                connection.query(statement).execute().eventually(connection::close).mapEmpty())
        .await();
  }
}
