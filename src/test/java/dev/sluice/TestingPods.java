package dev.sluice;

import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.testing.CuttableProxy;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.RedisProcess;
import dev.sluice.testing.TestVertx;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gateways and workers as they are when they are processes, each with a Vert.x of its own, over one
 * real Postgres and one real Redis, of which they have a schema and a key prefix for themselves.
 */
final class TestingPods implements AutoCloseable {
  private static final String YAML =
      """
      runs: {lease: 3s, renew_every: 1s, drain: 500ms, away_grace: 30s}
      redis: {key_prefix: "PREFIX", connect_timeout: 1s, command_timeout: 1s}
      postgres: {pool_size: 4, patience: 200ms, start_patience: START}
      management: {keep_report: 0ms}
      agents: {default: {tools: [calculator]}}
      """;

  private final Vertx vertx = TestVertx.create();
  private final String name = "pods_" + UUID.randomUUID().toString().replace("-", "");
  private final Path file;
  private final Simulator simulator;
  private final List<Pod> pods = new ArrayList<>();

  TestingPods(Path folder, SimulatorOptions options) {
    this(folder, options, "30s");
  }

  /**
   * @param patience with a Postgres that is away at the start
   */
  TestingPods(Path folder, SimulatorOptions options, String patience) {
    this.simulator = Simulator.start(vertx, options).await();
    sql("CREATE SCHEMA " + name);
    try {
      Files.copy(Path.of("conf/prices.yaml"), folder.resolve("prices.yaml"));
      String yaml = YAML.replace("PREFIX", name).replace("START", patience);
      this.file = Files.writeString(folder.resolve("sluice.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One process, as far as the others can tell, and its lines to the servers. */
  final class Pod {
    private final Vertx own = TestVertx.create();
    private final CuttableProxy postgres = before(PostgresServer.url());
    private final CuttableProxy redis = before(RedisProcess.sharedUrl());
    private @Nullable Gateway gateway;

    /** Done when it serves; fails with what keeps it from that. */
    Future<Pod> start(Role role) {
      var environment = new HashMap<String, String>();
      environment.put("SLUICE_ROLE", role.name().toLowerCase(Locale.ROOT));
      environment.put("SLUICE_HTTP_PORT", "0");
      environment.put("SLUICE_MANAGEMENT_PORT", "0");
      environment.put("ANTHROPIC_BASE_URL", simulator.baseUrl());
      environment.put("REDIS_URL", through(RedisProcess.sharedUrl(), redis));
      environment.put("DATABASE_URL", through(inSchema(), postgres));
      var loaded = new ConfigFiles(environment::get, Optional.empty()).load(Optional.of(file));
      var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      return Gateway.start(own, loaded, registry, InstantSource.system())
          .map(
              started -> {
                gateway = started;
                return this;
              });
    }

    String url() {
      return addresses().http().orElseThrow();
    }

    String managementUrl() {
      return addresses().management();
    }

    Gateway.Addresses addresses() {
      return Objects.requireNonNull(gateway).addresses();
    }

    CuttableProxy postgres() {
      return postgres;
    }

    CuttableProxy redis() {
      return redis;
    }

    /** Nothing that it does reaches the others any more, nor the other way round. */
    void cutOff() {
      postgres.setRefusing(true);
      redis.setRefusing(true);
    }

    void reconnect() {
      postgres.setRefusing(false);
      redis.setRefusing(false);
    }

    /** In order. */
    Future<Void> stop() {
      Gateway started = gateway;
      return started == null ? Future.succeededFuture() : started.stop();
    }

    private void close() {
      stop().transform(any -> own.close()).await();
      postgres.close();
      redis.close();
    }
  }

  /** Not yet started. */
  Pod pod() {
    var pod = new Pod();
    pods.add(pod);
    return pod;
  }

  Pod start(Role role) {
    return pod().start(role).await();
  }

  Simulator simulator() {
    return simulator;
  }

  /** How many keys of runs' events there are in Redis. */
  int eventLogs() {
    Redis client = Redis.createClient(vertx, RedisProcess.sharedUrl());
    try {
      return client.send(Request.cmd(Command.KEYS, name + ":run:*:events")).await().size();
    } finally {
      client.close().await();
    }
  }

  @Override
  public void close() {
    pods.forEach(Pod::close);
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

  private String inSchema() {
    String url = PostgresServer.url();
    return url + (url.contains("?") ? "&" : "?") + "search_path=" + name;
  }

  private CuttableProxy before(String url) {
    URI uri = URI.create(url);
    return CuttableProxy.before(vertx, uri.getHost(), uri.getPort());
  }

  private static String through(String url, CuttableProxy proxy) {
    URI uri = URI.create(url);
    return url.replace(uri.getHost() + ":" + uri.getPort(), "127.0.0.1:" + proxy.port());
  }
}
