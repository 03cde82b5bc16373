package dev.sluice.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the operator on a port apart from the traffic: {@code /healthz} says that the event loop
 * answers, {@code /readyz} whether this process should get requests, {@code /metrics} the meters in
 * Prometheus text, {@code /ops} the operator's view. HTTP/1.1 only. One instance.
 */
public final class ManagementVerticle extends VerticleBase {
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int IDLE_SECONDS = 60;

  private final ManagementConfig config;
  private final List<HealthCheck> checks;
  private final PrometheusMeterRegistry registry;
  private final InstantSource clock;
  private final OpsSource source;
  private final Rates rates;
  private volatile int port;
  private @Nullable OpsEndpoints ops;

  public ManagementVerticle(
      ManagementConfig config,
      List<HealthCheck> checks,
      PrometheusMeterRegistry registry,
      InstantSource clock,
      OpsSource source,
      Rates rates) {
    this.config = config;
    this.checks = List.copyOf(checks);
    this.registry = registry;
    this.clock = clock;
    this.source = source;
    this.rates = rates;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(Assets::load, false)
        .compose(assets -> listen(Objects.requireNonNull(assets)));
  }

  /** Ends what is open, so that the server need not wait for it. */
  @Override
  public Future<?> stop() {
    if (ops != null) {
      ops.close();
    }
    return Future.succeededFuture();
  }

  private Future<?> listen(Assets assets) {
    var ready = new Readiness(vertx, checks, config, clock);
    var viewers = new Viewers(vertx, new Snapshots(source, rates, clock), clock);
    var endpoints = new OpsEndpoints(assets, source, viewers);
    ops = endpoints;
    return vertx
        .createHttpServer(options())
        .requestHandler(request -> handle(request, ready, endpoints))
        .listen()
        .onSuccess(listening -> port = listening.actualPort());
  }

  /** The port in use; 0 before the deployment is done. May be asked from any thread. */
  public int port() {
    return port;
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(IDLE_SECONDS);
  }

  private void handle(HttpServerRequest request, Readiness ready, OpsEndpoints endpoints) {
    HttpMethod method = request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      request.response().putHeader("Allow", "GET, HEAD");
      send(request, 405, JSON, text(Json.object().put("error", "allowed here: GET, HEAD")));
      return;
    }
    String path = String.valueOf(request.path());
    if (OpsEndpoints.isUnder(path)) {
      endpoints.handle(request, path);
      return;
    }
    switch (path) {
      case "/" -> send(request, 200, JSON, text(index()));
      case "/healthz" -> send(request, 200, JSON, text(Json.object().put("status", "ok")));
      case "/readyz" -> ready.report().onSuccess(report -> send(request, report));
      case "/metrics" -> sendMetrics(request);
      default -> send(request, 404, JSON, text(Json.object().put("error", "see /")));
    }
  }

  /** Off the event loop: with many meters it takes a while. */
  private void sendMetrics(HttpServerRequest request) {
    vertx
        .executeBlocking(() -> registry.scrape(PROMETHEUS), false)
        .onSuccess(text -> send(request, 200, PROMETHEUS, text))
        .onFailure(
            _ -> send(request, 500, JSON, text(Json.object().put("error", "scrape failed"))));
  }

  private static void send(HttpServerRequest request, Readiness.Report report) {
    boolean unready = report.status() == HealthCheck.Status.UNREADY;
    var body = Json.object();
    body.put("status", report.status() == HealthCheck.Status.OK ? "ready" : report.status().wire());
    var byName = body.putObject("checks");
    report
        .checks()
        .forEach(
            (name, result) ->
                byName
                    .putObject(name)
                    .put("status", result.status().wire())
                    .put("detail", result.detail()));
    send(request, unready ? 503 : 200, JSON, text(body));
  }

  private static void send(HttpServerRequest request, int status, String type, String body) {
    if (!request.response().closed()) {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", type)
          .putHeader("Cache-Control", "no-store")
          .putHeader("X-Content-Type-Options", "nosniff")
          .end(Buffer.buffer(body));
    }
  }

  private static JsonNode index() {
    var body = Json.object().put("service", "sluice management");
    body.putArray("endpoints").add("/healthz").add("/readyz").add("/metrics").add("/ops");
    return body;
  }

  private static String text(JsonNode json) {
    return Json.write(json);
  }
}
