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
import java.util.concurrent.TimeUnit;

/**
 * Serves the operator on a port apart from the traffic: {@code /healthz} says that the event loop
 * answers, {@code /readyz} whether this process should get requests, {@code /metrics} the meters in
 * Prometheus text. One instance.
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
  private volatile int port;

  public ManagementVerticle(
      ManagementConfig config,
      List<HealthCheck> checks,
      PrometheusMeterRegistry registry,
      InstantSource clock) {
    this.config = config;
    this.checks = List.copyOf(checks);
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    var ready = new Readiness(vertx, checks, config, clock);
    return vertx
        .createHttpServer(options())
        .requestHandler(request -> handle(request, ready))
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
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(IDLE_SECONDS);
  }

  private void handle(HttpServerRequest request, Readiness ready) {
    HttpMethod method = request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      request.response().putHeader("Allow", "GET, HEAD");
      send(request, 405, JSON, text(Json.object().put("error", "allowed here: GET, HEAD")));
      return;
    }
    switch (String.valueOf(request.path())) {
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
    body.putArray("endpoints").add("/healthz").add("/readyz").add("/metrics");
    return body;
  }

  private static String text(JsonNode json) {
    return Json.write(json);
  }
}
