package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.FakeEventLog;
import dev.sluice.run.Runs;
import dev.sluice.testing.TestVertx;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpVerticleTest {
  private final ApiDocument document = ApiDocument.load();

  @Test
  void sharesOneFreePortBetweenItsInstances() throws Exception {
    var vertx = TestVertx.create();
    var instances = new ConcurrentLinkedQueue<HttpVerticle>();
    try {
      vertx
          .deployVerticle(
              () -> {
                var instance =
                    new HttpVerticle(
                        HttpFixture.config(),
                        Authenticator.loopback(),
                        new FakeRuns(),
                        new FakeConversations(),
                        new FakeEventLog(),
                        HttpMeters.none(),
                        ModelKind.API);
                instances.add(instance);
                return instance;
              },
              new DeploymentOptions().setInstances(3))
          .await();

      List<Integer> ports = instances.stream().map(HttpVerticle::port).distinct().toList();
      assertThat(ports).hasSize(1);
      assertThat(RawHttp.exchange(ports.getFirst(), "GET", "/health").status()).isEqualTo(200);
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void failsToDeployOnATakenPort() {
    try (var http = new HttpFixture()) {
      var config = HttpFixture.onPort(http.port());
      var second =
          new HttpVerticle(
              config,
              Authenticator.loopback(),
              http.runs,
              http.conversations,
              http.log,
              HttpMeters.none(),
              ModelKind.API);
      var other = TestVertx.create();
      try {
        assertThatThrownBy(() -> other.deployVerticle(second).await())
            .hasMessageContaining("Address already in use");
      } finally {
        other.close().await();
      }
    }
  }

  @Test
  void saysHowBusyItIs() throws Exception {
    try (var http = new HttpFixture()) {
      var reply = RawHttp.exchange(http.port(), "GET", "/health");
      document.check("Health", reply.json());
      assertThat(reply.body())
          .isEqualTo("{\"ok\":true,\"in_flight\":2,\"capacity\":50,\"model\":\"simulated\"}");

      http.runs.load(new Runs.Load(0, 50, 0, true));
      var draining = RawHttp.exchange(http.port(), "GET", "/health");
      assertThat(draining.status()).isEqualTo(503);
      assertThat(draining.json().path("ok").asBoolean()).isFalse();
    }
  }

  @Test
  void namesWhatThereIs() throws Exception {
    try (var http = new HttpFixture()) {
      var index = RawHttp.exchange(http.port(), "GET", "/");
      document.check("Index", index.json());
      assertThat(index.body()).contains("POST /v1/chat/stream");

      var description = RawHttp.exchange(http.port(), "GET", "/openapi.yaml");
      assertThat(description.header("Content-Type")).contains("application/yaml");
      assertThat(description.body()).startsWith("openapi: 3.1.0");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/runs|GET, HEAD, OPTIONS, POST",
        "/v1/runs/run_1|GET, HEAD, OPTIONS",
        "/v1/runs/run_1/events|GET, HEAD, OPTIONS",
        "/v1/runs/run_1/cancel|OPTIONS, POST",
        "/v1/conversations/c|DELETE, GET, HEAD, OPTIONS",
        "/health|GET, HEAD, OPTIONS",
      })
  void saysWhichMethodsItAllows(String target, String allow) throws Exception {
    try (var http = new HttpFixture()) {
      var options = RawHttp.exchange(http.port(), "OPTIONS", target);
      var wrong = RawHttp.exchange(http.port(), "PUT", target);

      assertThat(options.status()).isEqualTo(204);
      assertThat(options.header("Allow")).contains(allow);
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.header("Allow")).contains(allow);
      document.check("Problem", wrong.json());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/v1/runs", "/openapi.yaml"})
  void answersHeadLikeGetWithoutABody(String target) throws Exception {
    try (var http = new HttpFixture();
        var raw = new RawHttp(http.port())) {
      raw.send(RawHttp.head("HEAD", target) + "\r\n" + RawHttp.head("GET", target) + "\r\n");
      var head = raw.reply(true);
      var get = raw.reply(false);

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).isEqualTo(get.headers());
      assertThat(get.body()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void speaksHttp2(boolean upgrade) throws Exception {
    try (var http = new HttpFixture()) {
      var client =
          http.vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(upgrade));
      var health = client.request(HttpMethod.GET, http.port(), "127.0.0.1", "/health").await();
      var answer = health.send().await();
      assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);

      var submit = client.request(HttpMethod.POST, http.port(), "127.0.0.1", "/v1/runs").await();
      submit.putHeader("content-type", "application/json");
      var tooLarge = submit.send(Buffer.buffer("x".repeat((1 << 20) + 1))).await();
      assertThat(tooLarge.statusCode()).isEqualTo(413);
    }
  }
}
