package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Rubbish gets a clear answer from the whole gateway, makes nothing, loses nothing, and disturbs
 * nobody: a run is under way and read throughout, and what is on record is compared before and
 * after.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class HostileGatewayTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String SCRIPT =
      """
      - when: {text: bystander}
        reply: [{text: Still here., pace: none}, stall]
      - reply: [{text: 'Heard {{text}}'}]
      """;

  private static TestingGateway gateway;
  private String bystander;
  private Sse bystanderEvents;
  private JsonNode before;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var options =
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withLimits(RateLimits.unlimited())
            .withScript(Script.parse(SCRIPT));
    gateway = new TestingGateway(folder, options, "");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void somebodyReads() {
    bystander = api().submit("the bystander");
    bystanderEvents = api().follow(bystander);
    while (!bystanderEvents.next().orElseThrow().name().equals("token")) {
      // The run is under way.
    }
    before = record();
  }

  @AfterEach
  void nobodyWasDisturbed() {
    api().cancel(bystander);
    var rest = bystanderEvents.rest();
    assertThat(rest.getLast().data().path("status").asText()).isEqualTo("cancelled");
    assertThat(api().run(bystander).path("text").asText()).isEqualTo("Still here.");
    assertThat(api().get("/health").path("ok").asBoolean()).isTrue();
  }

  static final List<Arguments> BODIES =
      List.of(
          Arguments.of("{\"message\":", 400, "malformed-json"),
          Arguments.of("", 400, "malformed-json"),
          Arguments.of("[]", 400, "malformed-json"),
          Arguments.of("null", 400, "malformed-json"),
          Arguments.of("{\"message\":\"a\"} {}", 400, "malformed-json"),
          Arguments.of("{\"message\":\"a\",\"message\":\"b\"}", 400, "malformed-json"),
          Arguments.of("{\"message\":NaN}", 400, "malformed-json"),
          Arguments.of("[".repeat(100_000), 400, "malformed-json"),
          Arguments.of("{\"message\":".repeat(50_000), 400, "malformed-json"),
          Arguments.of(
              "{\"content\":" + "[".repeat(5000) + "]".repeat(5000) + "}", 400, "malformed-json"),
          Arguments.of("{\"message\":" + "9".repeat(5000) + "}", 400, "malformed-json"),
          Arguments.of("{\"message\":7}", 400, "invalid-request"),
          Arguments.of("{\"message\":[\"a\"]}", 400, "invalid-request"),
          Arguments.of("{\"message\":{\"a\":1}}", 400, "invalid-request"),
          Arguments.of("{\"message\":null}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"  \"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"content\":[]}", 400, "invalid-request"),
          Arguments.of("{\"content\":[]}", 400, "invalid-request"),
          Arguments.of("{\"content\":[{\"type\":\"tool_result\"}]}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"surprise\":1}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\\u0000b\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\\u001b[2Jb\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"half a pair \\ud83d\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"class\":\"urgent\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"agent\":\"nobody\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"model\":\"gpt\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"user_id\":\"a b\"}", 400, "invalid-request"),
          Arguments.of("{\"message\":\"a\",\"conversation_id\":\"conv_x\"}", 404, "not-found"),
          Arguments.of("{\"message\":\"" + "x".repeat(1 << 20) + "\"}", 413, "payload-too-large"));

  @ParameterizedTest(name = "{2} [{index}]")
  @FieldSource("BODIES")
  void refusesBadBodies(String body, int status, String problem) throws Exception {
    for (String target : List.of("/v1/runs", "/v1/chat/stream")) {
      expect(Wire.exchange(gateway.url(), Wire.post(target, body)), status, problem);
    }
    nothingChanged();
  }

  static final List<Arguments> REQUESTS =
      List.of(
          Arguments.of(Wire.head("GET", "/v1/runs/run_unknown"), 404, "not-found"),
          Arguments.of(Wire.head("GET", "/v1/runs/run_unknown/events"), 404, "not-found"),
          Arguments.of(Wire.head("GET", "/v1/runs/..%2f..%2fetc/events"), 404, "not-found"),
          Arguments.of(Wire.head("POST", "/v1/runs/run_unknown/cancel"), 404, "not-found"),
          Arguments.of(Wire.head("DELETE", "/v1/conversations/conv_x"), 404, "not-found"),
          Arguments.of(Wire.head("GET", "/v1/runs?limit=-1"), 400, "invalid-request"),
          Arguments.of(Wire.head("GET", "/v1/runs/%zz"), 400, "malformed-request"),
          Arguments.of(Wire.head("PUT", "/v1/runs"), 405, "method-not-allowed"),
          Arguments.of("rubbish\r\n\r\n", 400, "malformed-request"),
          Arguments.of(
              Wire.head("GET", "/health", "X-Big: " + "x".repeat(20_000)),
              431,
              "headers-too-large"),
          Arguments.of(Wire.head("GET", "/health?" + "x".repeat(9_000)), 414, "uri-too-long"),
          Arguments.of(
              Wire.head("POST", "/v1/runs", JSON, "Content-Length: 99999999"),
              413,
              "payload-too-large"),
          Arguments.of(
              Wire.post("/v1/runs", "{\"message\":\"a\"}", "Idempotency-Key: k\u00e9y"),
              400,
              "invalid-request"),
          Arguments.of(
              Wire.post("/v1/runs", "{\"message\":\"a\"}", "Content-Encoding: gzip"),
              415,
              "unsupported-media-type"));

  @ParameterizedTest(name = "{2} [{index}]")
  @FieldSource("REQUESTS")
  void refusesBadRequests(String request, int status, String problem) throws Exception {
    expect(Wire.exchange(gateway.url(), request), status, problem);
    nothingChanged();
  }

  @Test
  void refusesBadPositionsInARunThatIsThere() throws Exception {
    String path = "/v1/runs/" + bystander + "/events";
    for (String id : List.of("abc", "1", "1-", "-1-2", "01-2", "1-2-3", "1-99999999999999999999")) {
      var byHeader = Wire.head("GET", path, "Last-Event-ID: " + id);
      expect(Wire.exchange(gateway.url(), byHeader), 400, "invalid-request");
      var byQuery = Wire.head("GET", path + "?last_event_id=" + id);
      expect(Wire.exchange(gateway.url(), byQuery), 400, "invalid-request");
    }
    nothingChanged();
  }

  @Test
  void hidesTheRunsOfOthers() throws Exception {
    String run = "/v1/runs/" + bystander;
    String conversation =
        "/v1/conversations/" + api().run(bystander).path("conversation_id").asText();
    for (String target : List.of(run, run + "/events", conversation, conversation + "/messages")) {
      var request = Wire.head("GET", target + "?user_id=mallory");
      expect(Wire.exchange(gateway.url(), request), 404, "not-found");
    }
    expect(
        Wire.exchange(gateway.url(), Wire.head("POST", run + "/cancel?user_id=mallory")),
        404,
        "not-found");
    expect(
        Wire.exchange(gateway.url(), Wire.head("DELETE", conversation + "?user_id=mallory")),
        404,
        "not-found");
    assertThat(api().get("/v1/runs?user_id=mallory").path("runs")).isEmpty();
    nothingChanged();
  }

  @Test
  void servesOthersBesideManyHalfOpenConnections() throws Exception {
    var half = new ArrayList<Wire>();
    try {
      for (int i = 0; i < 200; i++) {
        var wire = new Wire(gateway.url());
        half.add(wire);
        wire.send(
            switch (i % 3) {
              case 0 -> "";
              case 1 -> "POST /v1/runs HTTP/1.1\r\nHost: x\r\nContent-";
              default -> Wire.head("POST", "/v1/runs", JSON, "Content-Length: 50") + "{\"mess";
            });
      }
      String run = api().submit("hello among the half-open");
      assertThat(api().awaitEnd(run).getLast().data().path("status").asText())
          .isEqualTo("completed");
    } finally {
      for (Wire wire : half) {
        wire.close();
      }
    }
    assertThat(record().path("runs")).hasSize(before.path("runs").size() + 1);
  }

  @Test
  void takesABodyThatDripsInWhileOthersAreServed() throws Exception {
    byte[] request =
        Wire.post("/v1/runs", "{\"message\":\"slow but s\u00fbre \ud83d\udc22\"}")
            .getBytes(StandardCharsets.UTF_8);
    try (var wire = new Wire(gateway.url())) {
      for (int i = 0; i < request.length; i++) {
        wire.send(new byte[] {request[i]});
        if (i % 40 == 0) {
          assertThat(api().get("/health").path("ok").asBoolean()).isTrue();
        }
      }
      var reply = wire.reply();
      assertThat(reply.status()).isEqualTo(202);
      String run = reply.json().path("run_id").asText();
      api().awaitEnd(run);
      assertThat(api().run(run).path("text").asText())
          .isEqualTo("Heard slow but s\u00fbre \ud83d\udc22");
    }
  }

  @Test
  void answersAPipelineInOrder() throws Exception {
    String submit = Wire.post("/v1/runs", "{\"message\":\"in a row\"}");
    String bad = Wire.post("/v1/runs", "{}");
    String health = Wire.head("GET", "/health");
    try (var wire = new Wire(gateway.url())) {
      wire.send(health + submit + bad + submit + health);
      assertThat(wire.reply().status()).isEqualTo(200);
      String first = wire.reply().json().path("run_id").asText();
      expect(wire.reply(), 400, "invalid-request");
      String second = wire.reply().json().path("run_id").asText();
      assertThat(wire.reply().json().path("ok").asBoolean()).isTrue();
      assertThat(first).isNotEqualTo(second);
      for (String run : List.of(first, second)) {
        assertThat(api().awaitEnd(run).getLast().data().path("status").asText())
            .isEqualTo("completed");
      }
    }
    assertThat(record().path("runs")).hasSize(before.path("runs").size() + 2);
  }

  @Test
  void worksOnWhatWasSentByAClientThatLeft() throws Exception {
    try (var wire = new Wire(gateway.url())) {
      wire.send(Wire.post("/v1/runs", "{\"message\":\"sent and gone\"}"));
      wire.finishSending();
    }
    gateway.simulator().awaitRequest(call -> call.body().contains("sent and gone")).await();

    JsonNode run = record().path("runs").get(0);
    api().awaitEnd(run.path("run_id").asText());
    assertThat(api().run(run.path("run_id").asText()).path("text").asText())
        .isEqualTo("Heard sent and gone");
    assertThat(record().path("runs")).hasSize(before.path("runs").size() + 1);
  }

  @Test
  void makesOneRunOfManyEqualSubmitsAtOnce() throws Exception {
    String body = "{\"message\":\"only once\"}";
    try (var crowd = new Crowd<Wire.Reply>()) {
      for (int i = 0; i < 32; i++) {
        crowd.begin(
            () -> {
              var post = Wire.post("/v1/runs", body, "Idempotency-Key: once-for-all");
              return Wire.exchange(gateway.url(), post);
            });
      }
      var replies = crowd.all();
      assertThat(replies.stream().map(reply -> reply.json().path("run_id").asText()).distinct())
          .hasSize(1);
      assertThat(replies.stream().filter(reply -> reply.status() == 202)).hasSize(1);
      assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(31);
      api().awaitEnd(replies.getFirst().json().path("run_id").asText());
    }
    var other = Wire.post("/v1/runs", "{\"message\":\"b\"}", "Idempotency-Key: once-for-all");
    expect(Wire.exchange(gateway.url(), other), 422, "idempotency-key-reused");
    assertThat(record().path("runs")).hasSize(before.path("runs").size() + 1);
    long calls =
        gateway.simulator().modelCalls().stream()
            .filter(call -> call.body().contains("only once"))
            .count();
    assertThat(calls).isEqualTo(1);
  }

  private static Api api() {
    return new Api(gateway.url());
  }

  /** All runs and conversations, as their owner sees them. */
  private static JsonNode record() {
    return Json.object()
        .<ObjectNode>set("runs", api().get("/v1/runs?limit=100").path("runs"))
        .set("conversations", api().get("/v1/conversations?limit=200").path("conversations"));
  }

  private void nothingChanged() {
    assertThat(record()).isEqualTo(before);
  }

  private static void expect(Wire.Reply reply, int status, String problem) throws IOException {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.head().header("content-type")).contains("application/problem+json");
    assertThat(reply.json().path("type").asText()).isEqualTo("urn:sluice:problem:" + problem);
    assertThat(reply.json().path("detail").asText()).isNotBlank();
  }
}
