package dev.sluice;

import dev.sluice.channel.http.Authenticator;
import dev.sluice.channel.http.HttpVerticle;
import dev.sluice.channel.http.ModelKind;
import dev.sluice.limit.LimiterVerticle;
import dev.sluice.model.chain.Guards;
import dev.sluice.ops.HealthCheck;
import dev.sluice.ops.ManagementVerticle;
import dev.sluice.run.QueueDepth;
import dev.sluice.run.RunRecovery;
import dev.sluice.run.RunRoom;
import dev.sluice.run.RunService;
import dev.sluice.run.Runs;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.tool.ToolRunner;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What runs in a process, in order: model and store, then those who take requests, then those who
 * work on runs; its role leaves one of the two out. Stopping goes the other way round, so that
 * readers see running turns reach their boundary; whoever submits meanwhile is sent away.
 */
public final class Gateway {
  private static final Duration RECOVER_EVERY = Duration.ofSeconds(2);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final ConfigFiles.Loaded loaded;
  private final SluiceConfig config;
  private final InstantSource clock;
  private final InstantSource steady;
  private final Instruments instruments;
  private final Guards guards;
  private final Running running;
  private final String pod = PodName.choose(Optional.ofNullable(System.getenv("HOSTNAME")));
  private Optional<Simulator> simulator = Optional.empty();
  private Addresses addresses = new Addresses(Optional.empty(), "", Optional.empty());
  private volatile Phase phase = Phase.STARTING;

  /** Where the process stands. */
  enum Phase {
    STARTING,
    SERVING,
    STOPPING
  }

  /**
   * Where the process listens.
   *
   * @param http present when it takes requests
   * @param simulator present when the built-in simulated model answers
   */
  public record Addresses(Optional<String> http, String management, Optional<String> simulator) {}

  private Gateway(
      Vertx vertx,
      ConfigFiles.Loaded loaded,
      PrometheusMeterRegistry registry,
      InstantSource clock) {
    this.vertx = vertx;
    this.loaded = loaded;
    this.config = loaded.config();
    this.clock = clock;
    this.steady = new SteadyClock(clock, System::nanoTime);
    this.instruments = Instruments.over(registry, clock);
    this.guards = GuardSetup.guards(vertx, config, steady, instruments.telemetry());
    this.running = new Running(vertx);
  }

  /** Starts everything; what had started is stopped again when something cannot. */
  static Future<Gateway> start(
      Vertx vertx,
      ConfigFiles.Loaded loaded,
      PrometheusMeterRegistry registry,
      InstantSource clock) {
    var gateway = new Gateway(vertx, loaded, registry, clock);
    return gateway
        .startSimulator()
        .compose(done -> gateway.startLimiter())
        .compose(done -> gateway.openStores())
        .compose(gateway::startOver)
        .map(done -> gateway)
        .recover(cause -> gateway.stop().transform(stopped -> Future.failedFuture(cause)));
  }

  public Addresses addresses() {
    return addresses;
  }

  /** Takes nothing new, brings running turns to their boundary, hands over, and lets go. */
  public Future<Void> stop() {
    phase = Phase.STOPPING;
    return running.stop();
  }

  private Future<Void> startSimulator() {
    if (!config.model().isSimulated()) {
      return Future.succeededFuture();
    }
    return Simulator.start(vertx, SimulatorOptions.defaults())
        .onSuccess(
            started -> {
              simulator = Optional.of(started);
              running.onStop(started::close);
            })
        .mapEmpty();
  }

  private Future<Void> startLimiter() {
    var limiter = new LimiterVerticle(config.limiter(), steady, instruments.telemetry());
    return running.deploy(List.of(limiter));
  }

  private Future<Stores> openStores() {
    return Stores.open(vertx, config, pod, clock)
        .onSuccess(stores -> running.onStop(stores::close));
  }

  private Future<Void> startOver(Stores stores) {
    var room =
        new RunRoom(
            vertx,
            config.runs(),
            stores.runs(),
            stores.queue(),
            stores.log(),
            stores.signals(),
            instruments.telemetry(),
            clock);
    var tools = tools(stores);
    var depth = new QueueDepth(room, COUNT_EVERY);
    var workers = workers(room, tools);
    var load = new ProcessLoad(() -> phase, workers, depth, instruments.meters());
    return startManagement(stores, load)
        .compose(done -> startHttp(stores, room, tools, load))
        .compose(done -> startRecovery(room, depth))
        .compose(done -> running.deploy(workers.verticles()))
        .onSuccess(done -> phase = Phase.SERVING);
  }

  private ToolRunner tools(Stores stores) {
    return ToolSetup.runner(
        vertx,
        clock,
        config.tools(),
        stores.notes(),
        simulator.map(Simulator::baseUrl),
        config.retries(),
        guards.breakers());
  }

  private Workers workers(RunRoom room, ToolRunner tools) {
    var models = new ModelSetup(config, simulator.map(Simulator::baseUrl), guards, clock, steady);
    var parts =
        new AgentVerticle.Parts(
            room, tools, config.limits(), loaded.prices(), instruments.telemetry(), models::chain);
    return Workers.of(config, pod, parts);
  }

  /** Every role does it: what fell through is found while any process lives. */
  private Future<Void> startRecovery(RunRoom room, QueueDepth depth) {
    var recovery = new RunRecovery(room, RECOVER_EVERY);
    running.onStop(
        () -> {
          recovery.stop();
          depth.stop();
          return Future.succeededFuture();
        });
    depth.start();
    return recovery.start();
  }

  private Future<Void> startHttp(Stores stores, RunRoom room, ToolRunner tools, ProcessLoad load) {
    if (!config.role().takesRequests()) {
      return Future.succeededFuture();
    }
    var runs =
        new RunService(
            room,
            AgentSetup.directory(config, loaded.folder(), tools),
            new ModelAdmission(config, guards.limiter()),
            load::forChannels);
    var verticles =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> httpVerticle(stores, runs))
            .toList();
    return running
        .deploy(verticles)
        .onSuccess(done -> addresses = withHttp(verticles.getFirst().port()))
        .recover(
            cause ->
                Future.failedFuture(
                    StartException.cannotListen(
                        config.http().host(), config.http().port(), "http.port", cause)));
  }

  private HttpVerticle httpVerticle(Stores stores, Runs runs) {
    return new HttpVerticle(
        config.http(),
        Authenticator.loopback(),
        runs,
        stores.conversations(),
        stores.log(),
        instruments.telemetry(),
        simulator.isPresent() ? ModelKind.SIMULATED : ModelKind.API);
  }

  private Addresses withHttp(int port) {
    return new Addresses(
        Optional.of(url(config.http().host(), port)),
        addresses.management(),
        simulator.map(Simulator::baseUrl));
  }

  private Future<Void> startManagement(Stores stores, ProcessLoad load) {
    load.showOnMeters();
    var view = new OpsView(stores.runs(), stores.log(), guards, load::forOperators);
    watchGuards(view);
    var management =
        new ManagementVerticle(
            config.management(),
            checks(stores),
            instruments.registry(),
            clock,
            view,
            instruments.rates());
    return running
        .deploy(List.of(management))
        .onSuccess(done -> addresses = withManagement(management.port()))
        .recover(
            cause ->
                Future.failedFuture(
                    StartException.cannotListen(
                        config.management().host(),
                        config.management().port(),
                        "management.port",
                        cause)));
  }

  private Addresses withManagement(int port) {
    return new Addresses(
        addresses.http(), url(config.management().host(), port), simulator.map(Simulator::baseUrl));
  }

  /** The model is the business of those who call it. */
  private List<HealthCheck> checks(Stores stores) {
    var checks = new ArrayList<HealthCheck>();
    checks.add(HealthChecks.phase(() -> phase));
    checks.addAll(stores.checks());
    if (config.role().worksOnRuns()) {
      checks.add(
          HealthChecks.model(vertx, config.model(), simulator.map(Simulator::baseUrl), clock));
    }
    return checks;
  }

  private void watchGuards(OpsView view) {
    var watch = new GuardWatch(vertx, view, instruments.guards(), COUNT_EVERY);
    watch.start();
    running.onStop(
        () -> {
          watch.stop();
          return Future.succeededFuture();
        });
  }

  private static String url(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
