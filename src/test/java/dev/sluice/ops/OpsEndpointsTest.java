package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import dev.sluice.testing.TestVertx;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpsEndpointsTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final RunFact RUN =
      new RunFact(
          new RunId("run_1"),
          "u_0011",
          "helper",
          "http",
          "interactive",
          "model-1",
          "failed",
          2,
          1,
          T,
          Optional.of(T.plusMillis(5)),
          Optional.of(T.plusMillis(900)),
          Optional.of(
              new RunFact.Ending(
                  Optional.empty(),
                  Optional.of("model_overloaded"),
                  3,
                  1200,
                  340,
                  5678,
                  Duration.ofMillis(895))));

  private final Vertx vertx = TestVertx.create();
  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeOpsSource source = new FakeOpsSource();
  private final Rates rates = new Rates(InstantSource.system());
  private String url = "";
  private String deployment = "";

  @BeforeEach
  void start() {
    var config =
        new ManagementConfig("127.0.0.1", 0, Duration.ofMillis(200), Duration.ofSeconds(3));
    var verticle =
        new ManagementVerticle(
            config,
            List.of(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            InstantSource.system(),
            source,
            rates);
    deployment = vertx.deployVerticle(verticle).await();
    url = "http://127.0.0.1:" + verticle.port();
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
  }

  @Test
  void streamsWhatGoesOn() {
    source.runs = Future.succeededFuture(List.of(RUN));
    rates.runEnded("completed");

    try (var stream = watch()) {
      var event = stream.next().orElseThrow();

      assertThat(stream.header("content-type")).contains("text/event-stream; charset=utf-8");
      assertThat(event.name()).isEqualTo("snapshot");
      assertThat(event.data().path("load"))
          .isEqualTo(
              Json.parse(
                  "{\"phase\":\"serving\",\"in_flight\":3,\"capacity\":50,\"queued\":7,"
                      + "\"readers\":4}"));
      assertThat(event.data().at("/rates/runs_ended/completed")).hasSize(Rates.POINTS);
      assertThat(event.data().at("/rates/runs_ended/completed/" + (Rates.POINTS - 1)).asInt())
          .isEqualTo(1);
      assertThat(event.data().path("runs"))
          .isEqualTo(
              Json.parse(
                  """
                  [{"id":"run_1","user":"u_0011","agent":"helper","channel":"http",
                    "class":"interactive","model":"model-1","status":"failed","claims":2,
                    "failures":1,"created_at":"2026-03-01T10:00:00Z",
                    "started_at":"2026-03-01T10:00:00.005Z",
                    "finished_at":"2026-03-01T10:00:00.900Z","error":"model_overloaded",
                    "turns":3,"tokens_read":1200,"tokens_written":340,"cost_micros":5678,
                    "duration_ms":895}]
                  """));
      assertThat(event.data().path("budgets")).isEmpty();
      assertThat(event.data().path("breakers")).isEmpty();
    }
  }

  @Test
  void goesOnTellingWhatChanged() {
    try (var stream = watch()) {
      assertThat(stream.next().orElseThrow().data().at("/load/queued").asInt()).isEqualTo(7);
      source.load = new LoadFact("stopping", 3, 50, 8, 4);

      while (stream.next().orElseThrow().data().at("/load/queued").asInt() != 8) {
        // A snapshot of before is on its way.
      }
    }
  }

  @Test
  void showsBudgetsAndBreakersWhereThereAreAny() {
    source.budgets =
        Future.succeededFuture(
            List.of(
                new BudgetFact(
                    "model-1",
                    "input_tokens",
                    80_000,
                    125,
                    4,
                    Duration.ofSeconds(3),
                    1.5,
                    Optional.of(T))));
    source.breakers =
        Future.succeededFuture(
            List.of(new BreakerFact("model-1", BreakerFact.State.OPEN, 5, Optional.of(T))));

    JsonNode shown = first();

    assertThat(shown.path("budgets"))
        .isEqualTo(
            Json.parse(
                """
                [{"name":"model-1","kind":"input_tokens","limit":80000,"remaining":125,
                  "waiting":4,"longest_wait_ms":3000,"pressure":1.5,"closed_until":"2026-03-01T10:00:00Z"}]
                """));
    assertThat(shown.path("breakers"))
        .isEqualTo(
            Json.parse(
                """
                [{"name":"model-1","state":"open","failures_in_row":5,
                  "next_trial":"2026-03-01T10:00:00Z"}]
                """));
  }

  @Test
  void saysWhatCannotBeHadAndShowsTheRest() {
    source.runs = Future.failedFuture("secret address");

    JsonNode shown = first();

    assertThat(shown.path("runs").isNull()).isTrue();
    assertThat(shown.path("budgets")).isEmpty();
    assertThat(shown.at("/load/in_flight").asInt()).isEqualTo(3);
    assertThat(shown.toString()).doesNotContain("secret");
  }

  @Test
  void asksOnceForAllWhoWatch() {
    Promise<List<RunFact>> answer = Promise.promise();
    source.runs = answer.future();
    var streams = Stream.generate(this::watch).limit(5).toList();
    assertThat(source.asked).hasValue(1);

    answer.complete(List.of(RUN));
    var shown = streams.stream().map(stream -> stream.next().orElseThrow().data()).toList();

    assertThat(shown).allMatch(shown.getFirst()::equals);
    streams.forEach(Sse::close);
  }

  @Test
  void admitsABoundedNumber() {
    var streams = new ArrayList<Sse>();
    for (int i = 0; i < Viewers.MOST; i++) {
      streams.add(watch());
    }
    assertThat(streams).allMatch(stream -> stream.status() == 200);

    try (var oneMore = watch()) {
      assertThat(oneMore.status()).isEqualTo(503);
      assertThat(oneMore.header("retry-after")).contains("5");
    }
    streams.forEach(Sse::close);
  }

  @Test
  void admitsAnotherWhenOneHasLeft() {
    var streams = Stream.generate(this::watch).limit(Viewers.MOST).toList();
    streams.getFirst().close();

    Sse next = watch();
    while (next.status() == 503) {
      next.close();
      next = watch();
    }
    assertThat(next.next()).isPresent();
    next.close();
    streams.forEach(Sse::close);
  }

  @Test
  void endsItsStreamsWhenTheProcessStops() {
    var stream = watch();
    assertThat(stream.next()).isPresent();

    vertx.undeploy(deployment).await();

    assertThat(stream.rest()).allMatch(event -> event.name().equals("snapshot"));
  }

  @Test
  void tellsARunsTimeline() throws Exception {
    source.timelines.put(
        RUN.id(), new TimelineFact(RUN, TimelineFact.Source.EVENTS, everyKindOfStep(), false));

    var response = get("/ops/runs/run_1");

    JsonNode told = Json.parse(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(told.at("/run/id").asText()).isEqualTo("run_1");
    assertThat(told.path("source").asText()).isEqualTo("events");
    assertThat(told.path("whole").asBoolean()).isFalse();
    assertThat(told.path("steps")).isEqualTo(Json.parse(STEPS));
  }

  @Test
  void knowsNoOtherRuns() throws Exception {
    assertThat(get("/ops/runs/run_2").statusCode()).isEqualTo(404);
    assertThat(get("/ops/runs/").statusCode()).isEqualTo(404);
    assertThat(get("/ops/runs/" + "x".repeat(500)).statusCode()).isEqualTo(404);
    assertThat(get("/ops/runs/%0d%0a").statusCode()).isEqualTo(404);
  }

  @Test
  void servesThePageAndAllThatItNames() throws Exception {
    var page = get("/ops");
    assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("style=", "onclick", "http://", "https://");

    var named = Pattern.compile("(?:href|src)=\"(ops/[^\"]+)\"").matcher(page.body());
    int files = 0;
    while (named.find()) {
      files++;
      assertThat(get("/" + named.group(1)).statusCode()).as(named.group(1)).isEqualTo(200);
    }
    assertThat(files).isEqualTo(3);
  }

  @Test
  void servesEveryModuleThatAModuleNames() throws Exception {
    for (String module : List.of("app.js", "panels.js", "plot.js", "runs.js", "timeline.js")) {
      var imports =
          Pattern.compile("from '\\./([a-z]+\\.js)'").matcher(get("/ops/" + module).body());
      assertThat(imports.find()).as(module).isTrue();
      do {
        assertThat(get("/ops/" + imports.group(1)).statusCode()).isEqualTo(200);
      } while (imports.find());
    }
  }

  @Test
  void sendsAFileOnce() throws Exception {
    String tag = get("/ops/app.js").headers().firstValue("etag").orElseThrow();

    var again =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/ops/app.js"))
                .header("If-None-Match", tag)
                .build(),
            BodyHandlers.ofString());

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void leavesOtherPathsAlone() throws Exception {
    assertThat(get("/ops/nowhere.js").statusCode()).isEqualTo(404);
    assertThat(get("/ops/../ops/app.js/..").statusCode()).isEqualTo(404);
    assertThat(get("/opsolete").statusCode()).isEqualTo(404);
    assertThat(get("/ops/").statusCode()).isEqualTo(308);
    assertThat(get("/ops/").headers().firstValue("location")).contains("../ops");
  }

  private Sse watch() {
    return Sse.get(url + "/ops/stream", Optional.empty());
  }

  private JsonNode first() {
    try (var stream = watch()) {
      return stream.next().orElseThrow().data();
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
  }

  private static List<Step> everyKindOfStep() {
    Span span = Span.of(T, T.plusMillis(5));
    var charge =
        new Step.Charge("model-1", new Usage(1, 2, 3, 4, 5, 0, 0), 678, true, Optional.of("req_1"));
    return List.of(
        new Step.Queued(span),
        new Step.Claimed(Span.at(T), 1, "model-1"),
        new Step.Waited(span, "rate limit", Optional.of(Duration.ofSeconds(2))),
        new Step.Retried(span, 2, Duration.ofMillis(500), "overloaded"),
        new Step.FellBack(span, "model-1", "model-2", "overloaded"),
        new Step.ModelCalled(
            Span.since(T), 1, Step.CallState.OPEN, Optional.of(T.plusMillis(3)), Optional.empty()),
        new Step.ModelCalled(
            Span.UNKNOWN, 1, Step.CallState.SETTLED, Optional.empty(), Optional.of(charge)),
        new Step.ToolCalled(
            span, 1, "calculator", Step.ToolState.OK, Optional.of(Duration.ofMillis(4))),
        new Step.Rewound(span, 2, "restarted"),
        new Step.Trimmed(span),
        new Step.Failed(span, "model_overloaded"),
        new Step.Ended(span, "failed", Optional.of("why")));
  }

  private static final String STEPS =
      """
      [{"kind":"queue","from_ms":0,"to_ms":5},
       {"kind":"claim","epoch":1,"model":"model-1","from_ms":0,"to_ms":0},
       {"kind":"wait","reason":"rate limit","expected_ms":2000,"from_ms":0,"to_ms":5},
       {"kind":"retry","attempt":2,"delay_ms":500,"reason":"overloaded","from_ms":0,"to_ms":5},
       {"kind":"fallback","from_model":"model-1","to_model":"model-2","reason":"overloaded",
        "from_ms":0,"to_ms":5},
       {"kind":"model","turn":1,"state":"open","first_word_ms":3,"from_ms":0},
       {"kind":"model","turn":1,"state":"settled","model":"model-1","input_tokens":1,
        "cache_write_tokens":5,"cache_read_tokens":4,"output_tokens":5,"cost_micros":678,
        "source":"estimate","request_id":"req_1"},
       {"kind":"tool","turn":1,"name":"calculator","state":"ok","duration_ms":4,
        "from_ms":0,"to_ms":5},
       {"kind":"rewind","turn":2,"reason":"restarted","from_ms":0,"to_ms":5},
       {"kind":"trimmed","from_ms":0,"to_ms":5},
       {"kind":"error","type":"model_overloaded","from_ms":0,"to_ms":5},
       {"kind":"end","status":"failed","reason":"why","from_ms":0,"to_ms":5}]
      """;
}
