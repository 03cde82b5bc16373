package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.ops.HealthCheck.Result;
import dev.sluice.ops.HealthCheck.Status;
import dev.sluice.testing.TestVertx;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementVerticleTest {
  private static final Duration KEEP = Duration.ofSeconds(3);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx =
      TestVertx.watched(
          Vertx.builder()
              .with(
                  TestVertx.tight(
                      new VertxOptions()
                          .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true))))
              .withMetrics(new MicrometerMetricsFactory(registry)));
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
  }

  @Test
  void isAliveWhateverTheChecksSay() throws Exception {
    int port = start(check("store", () -> Future.succeededFuture(Result.unready("locked"))));

    assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
    assertThat(get(port, "/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void isReadyWhenAllChecksAreFine() throws Exception {
    int port = start(check("store", () -> Future.succeededFuture(Result.ok())));
    var response = get(port, "/readyz");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"status\":\"ready\",\"checks\":{\"store\":{\"status\":\"ok\",\"detail\":\"\"}}}");
  }

  @Test
  void staysInServiceWhenDegraded() throws Exception {
    int port =
        start(
            check("store", () -> Future.succeededFuture(Result.ok())),
            check("redis", () -> Future.succeededFuture(Result.degraded("away"))));
    var response = get(port, "/readyz");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode body = Json.parse(response.body());
    assertThat(body.path("status").asText()).isEqualTo("degraded");
    assertThat(body.at("/checks/redis/detail").asText()).isEqualTo("away");
  }

  @Test
  void isUnreadyWhenOneCheckSaysSo() throws Exception {
    int port =
        start(
            check("key", () -> Future.succeededFuture(Result.unready("the key is refused"))),
            check("redis", () -> Future.succeededFuture(Result.degraded("away"))));
    var response = get(port, "/readyz");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(Json.parse(response.body()).path("status").asText()).isEqualTo("unready");
  }

  @Test
  void takesAFailingOrSilentCheckForWhatItMeans() throws Exception {
    Promise<Result> never = Promise.promise();
    int port =
        start(
            check("silent", never::future),
            new HealthCheck() {
              @Override
              public String name() {
                return "shared";
              }

              @Override
              public Future<Result> check() {
                throw new IllegalStateException("secret address");
              }

              @Override
              public Status whenSilent() {
                return Status.DEGRADED;
              }
            });
    var response = get(port, "/readyz");
    JsonNode body = Json.parse(response.body());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(body.at("/checks/silent/status").asText()).isEqualTo("unready");
    assertThat(body.at("/checks/silent/detail").asText()).isEqualTo("no answer in time");
    assertThat(body.at("/checks/shared/status").asText()).isEqualTo("degraded");
    assertThat(response.body()).doesNotContain("secret");
  }

  @Test
  void asksAgainOnlyWhenTheReportIsOld() throws Exception {
    var asked = new AtomicInteger();
    int port =
        start(
            check(
                "store",
                () -> {
                  asked.incrementAndGet();
                  return Future.succeededFuture(Result.ok());
                }));
    get(port, "/readyz");
    now.set(now.get().plus(KEEP).minusMillis(1));
    get(port, "/readyz");
    assertThat(asked).hasValue(1);

    now.set(now.get().plusMillis(1));
    get(port, "/readyz");
    assertThat(asked).hasValue(2);
  }

  @Test
  void doesNotAskACheckThatStillOwesAnAnswer() throws Exception {
    var asked = new AtomicInteger();
    Promise<Result> late = Promise.promise();
    int port =
        start(
            check(
                "store",
                () -> {
                  asked.incrementAndGet();
                  return late.future();
                }));
    get(port, "/readyz");
    now.set(now.get().plus(KEEP));
    assertThat(get(port, "/readyz").statusCode()).isEqualTo(503);
    assertThat(asked).hasValue(1);

    late.complete(Result.ok());
    now.set(now.get().plus(KEEP));
    get(port, "/readyz");
    assertThat(asked).hasValue(2);
  }

  @Test
  void givesMetersOfTheHouseAndOfVertx() throws Exception {
    new Meters(registry).runSubmitted("interactive");
    int port = start();
    get(port, "/healthz");
    var response = get(port, "/metrics");

    assertThat(response.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body())
        .contains("sluice_runs_submitted_total{class=\"interactive\"} 1.0")
        .contains("vertx_http_server_");
  }

  @Test
  void refusesOtherPathsAndMethods() throws Exception {
    int port = start();

    assertThat(get(port, "/").body()).contains("/healthz", "/readyz", "/metrics");
    assertThat(get(port, "/nowhere").statusCode()).isEqualTo(404);
    var post =
        client.send(
            HttpRequest.newBuilder(uri(port, "/metrics"))
                .POST(BodyPublishers.ofString("x"))
                .build(),
            BodyHandlers.ofString());
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
  }

  private int start(HealthCheck... checks) {
    var config = new ManagementConfig("127.0.0.1", 0, Duration.ofMillis(200), KEEP);
    var verticle =
        new ManagementVerticle(
            config, List.of(checks), registry, now::get, new FakeOpsSource(), new Rates(now::get));
    vertx.deployVerticle(verticle).await();
    return verticle.port();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HealthCheck check(String name, Supplier<Future<Result>> result) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Future<Result> check() {
        return result.get();
      }
    };
  }
}
