package dev.sluice;

import dev.sluice.channel.http.Authenticator;
import dev.sluice.channel.http.HttpVerticle;
import dev.sluice.channel.http.ModelKind;
import dev.sluice.limit.LimiterVerticle;
import dev.sluice.model.chain.Guards;
import dev.sluice.ops.GuardMeters;
import dev.sluice.ops.LoadFact;
import dev.sluice.ops.ManagementVerticle;
import dev.sluice.ops.Meters;
import dev.sluice.ops.Rates;
import dev.sluice.run.LocalRunSignals;
import dev.sluice.run.Places;
import dev.sluice.run.QueueDepth;
import dev.sluice.run.RunRecovery;
import dev.sluice.run.RunRoom;
import dev.sluice.run.RunService;
import dev.sluice.run.Runs;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.store.sqlite.SqliteOptions;
import dev.sluice.store.sqlite.SqliteStore;
import dev.sluice.tool.ToolRunner;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What runs in a process, in order: model and store, then those who take requests, then those who
 * work on runs. Stopping goes the other way round, so that readers see running turns reach their
 * boundary; whoever submits meanwhile is sent away.
 */
public final class Gateway {
  private static final Duration RECOVER_EVERY = Duration.ofSeconds(2);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final ConfigFiles.Loaded loaded;
  private final SluiceConfig config;
  private final PrometheusMeterRegistry registry;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final GuardMeters guardMeters;
  private final Guards guards;
  private final Meters meters;
  private final Rates rates;
  private final List<AgentVerticle> workers = new ArrayList<>();
  private final List<Step> running = new ArrayList<>();
  private Optional<Simulator> simulator = Optional.empty();
  private Addresses addresses = new Addresses("", "", Optional.empty());
  private volatile Phase phase = Phase.STARTING;

  /** Where the process stands. */
  enum Phase {
    STARTING,
    SERVING,
    STOPPING
  }

  /** How to stop one part. */
  @FunctionalInterface
  private interface Step {
    Future<?> stop();
  }

  /**
   * Where the process listens.
   *
   * @param simulator present when the built-in simulated model answers
   */
  public record Addresses(String http, String management, Optional<String> simulator) {}

  private Gateway(
      Vertx vertx,
      ConfigFiles.Loaded loaded,
      PrometheusMeterRegistry registry,
      InstantSource clock) {
    this.vertx = vertx;
    this.loaded = loaded;
    this.config = loaded.config();
    this.registry = registry;
    this.clock = clock;
    this.meters = new Meters(registry);
    this.rates = new Rates(clock);
    this.guardMeters = new GuardMeters(registry);
    this.telemetry = new Telemetry(meters, guardMeters, rates);
    this.guards = GuardSetup.guards(vertx, config, clock, telemetry);
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
        .compose(done -> gateway.openStore())
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
    Future<?> stopped = Future.succeededFuture();
    for (Step step : running.reversed()) {
      stopped = stopped.transform(any -> step.stop());
    }
    running.clear();
    return stopped.mapEmpty();
  }

  private Future<Void> startSimulator() {
    if (!config.model().isSimulated()) {
      return Future.succeededFuture();
    }
    return Simulator.start(vertx, SimulatorOptions.defaults())
        .onSuccess(
            started -> {
              simulator = Optional.of(started);
              running.add(started::close);
            })
        .mapEmpty();
  }

  private Future<Void> startLimiter() {
    return deploy(List.of(new LimiterVerticle(config.limiter(), clock, telemetry)));
  }

  private Future<SqliteStore> openStore() {
    return SqliteStore.open(vertx, config.dataDir(), clock, SqliteOptions.defaults())
        .onSuccess(store -> running.add(store::close));
  }

  private Future<Void> startOver(SqliteStore store) {
    var room =
        new RunRoom(
            vertx,
            config.runs(),
            store.runs(),
            store.queue(),
            store.log(),
            new LocalRunSignals(vertx, clock),
            telemetry,
            clock);
    ToolRunner tools =
        ToolSetup.runner(
            vertx,
            clock,
            config.tools(),
            store.notes(),
            simulator.map(Simulator::baseUrl),
            config.retries(),
            guards.breakers());
    var depth = new QueueDepth(room, COUNT_EVERY);
    var service =
        new RunService(
            room,
            AgentSetup.directory(config, loaded.folder(), tools),
            new ModelAdmission(config, guards.limiter()),
            () -> load(depth));
    return startManagement(store, depth)
        .compose(done -> startHttp(store, service))
        .compose(done -> startRecovery(room, depth))
        .compose(done -> startWorkers(room, tools))
        .onSuccess(done -> phase = Phase.SERVING);
  }

  private Future<Void> startRecovery(RunRoom room, QueueDepth depth) {
    var recovery = new RunRecovery(room, RECOVER_EVERY);
    running.add(
        () -> {
          recovery.stop();
          depth.stop();
          return Future.succeededFuture();
        });
    depth.start();
    return recovery.start();
  }

  private Future<Void> startWorkers(RunRoom room, ToolRunner tools) {
    var models = new ModelSetup(config, simulator.map(Simulator::baseUrl), guards, clock, clock);
    var parts =
        new AgentVerticle.Parts(
            room, tools, config.limits(), loaded.prices(), telemetry, models::chain);
    int loops = Math.min(Runtime.getRuntime().availableProcessors(), config.runs().capacity());
    for (Places places : Places.of(config.runs(), loops)) {
      workers.add(new AgentVerticle(parts, "worker-" + workers.size(), places));
    }
    return deploy(workers);
  }

  private Future<Void> startHttp(SqliteStore store, Runs runs) {
    int loops = Runtime.getRuntime().availableProcessors();
    var verticles =
        IntStream.range(0, loops)
            .mapToObj(
                i ->
                    new HttpVerticle(
                        config.http(),
                        Authenticator.loopback(),
                        runs,
                        store.conversations(),
                        store.log(),
                        telemetry,
                        simulator.isPresent() ? ModelKind.SIMULATED : ModelKind.API))
            .toList();
    return deploy(verticles)
        .onSuccess(done -> addresses = withHttp(verticles.getFirst().port()))
        .recover(
            cause ->
                Future.failedFuture(
                    StartException.cannotListen(
                        config.http().host(), config.http().port(), "http.port", cause)));
  }

  private Addresses withHttp(int port) {
    return new Addresses(
        url(config.http().host(), port), addresses.management(), simulator.map(Simulator::baseUrl));
  }

  private Future<Void> startManagement(SqliteStore store, QueueDepth depth) {
    meters.watchLoad(this::inFlight, () -> config.runs().capacity(), depth::get);
    var checks =
        List.of(
            HealthChecks.phase(() -> phase),
            HealthChecks.store(store.runs()),
            HealthChecks.model(vertx, config.model(), simulator.map(Simulator::baseUrl), clock));
    var view = new OpsView(store.runs(), store.log(), guards, () -> loadFact(depth));
    watchGuards(view);
    var management =
        new ManagementVerticle(config.management(), checks, registry, clock, view, rates);
    return deploy(List.of(management))
        .onSuccess(
            done ->
                addresses =
                    new Addresses(
                        addresses.http(),
                        url(config.management().host(), management.port()),
                        addresses.simulator()))
        .recover(
            cause ->
                Future.failedFuture(
                    StartException.cannotListen(
                        config.management().host(),
                        config.management().port(),
                        "management.port",
                        cause)));
  }

  private void watchGuards(OpsView view) {
    var watch = new GuardWatch(vertx, view, guardMeters, COUNT_EVERY);
    watch.start();
    running.add(
        () -> {
          watch.stop();
          return Future.succeededFuture();
        });
  }

  /** Starts them side by side and stops them so: the time that each may take must not add up. */
  private Future<Void> deploy(List<? extends Deployable> verticles) {
    var deployments = verticles.stream().map(vertx::deployVerticle).toList();
    running.add(() -> Future.join(deployments.stream().map(this::undeploy).toList()));
    return Future.join(deployments).mapEmpty();
  }

  private Future<Void> undeploy(Future<String> deployment) {
    return deployment.transform(
        started ->
            started.succeeded() ? vertx.undeploy(started.result()) : Future.succeededFuture());
  }

  private Runs.Load load(QueueDepth depth) {
    return new Runs.Load(
        inFlight(), config.runs().capacity(), depth.get(), phase == Phase.STOPPING);
  }

  private LoadFact loadFact(QueueDepth depth) {
    return new LoadFact(
        phase.name().toLowerCase(Locale.ROOT),
        inFlight(),
        config.runs().capacity(),
        depth.get(),
        meters.subscribers());
  }

  private int inFlight() {
    return workers.stream().mapToInt(AgentVerticle::inFlight).sum();
  }

  private static String url(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
