package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.TestingPods.Pod;
import dev.sluice.event.EventId;
import dev.sluice.json.Json;
import dev.sluice.run.StoreException;
import dev.sluice.simulator.Outcome;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways and workers over one real Postgres and one real Redis. */
@Timeout(120)
class SeveralPodsTest {
  private static final int A_FEW = 7;
  private static final String TALE = "Once upon a time there was a wolf. ".repeat(40).strip();
  private static final Script TELLS = Script.parse("rules: [{reply: [{text: \"" + TALE + "\"}]}]");
  private static final Script STALLS = Script.parse("rules: [{reply: [{text: Once upon}, stall]}]");

  @TempDir Path folder;
  private final SimulatorOptions options =
      SimulatorOptions.defaults()
          .withPace(Pace.immediate())
          .withLimits(RateLimits.unlimited())
          .withStrict(true);
  private @Nullable TestingPods opened;

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void tellsARunAtEveryGatewayWithoutGapOrDuplicate() {
    var pods = open(options.withPace(Pace.tokensPerSecond(100)).withScript(TELLS));
    List<Pod> gateways = List.of(pods.start(Role.GATEWAY), pods.start(Role.GATEWAY));
    pods.start(Role.WORKER);
    String run = submit(gateways.getFirst());
    var events = new ArrayList<Sse.Event>();
    int moves = 0;

    while (!isDone(events)) {
      try (Sse reader = follow(gateways.get(moves % 2), run, events)) {
        for (int i = 0; i < A_FEW && !isDone(events); i++) {
          reader.next().ifPresent(events::add);
        }
      }
      moves++;
    }

    assertThat(moves).isGreaterThan(4);
    assertThat(ids(events)).isSorted().doesNotHaveDuplicates();
    assertThat(text(events)).isEqualTo(TALE);
    assertThat(run(gateways.getLast(), run).path("text").asText()).isEqualTo(TALE);
  }

  @Test
  void sendsReadersOfAStoppingGatewayToAnother() {
    var pods = open(options.withScript(STALLS));
    Pod one = pods.start(Role.GATEWAY);
    Pod two = pods.start(Role.GATEWAY);
    pods.start(Role.WORKER);
    String run = submit(one);
    var events = new ArrayList<Sse.Event>();

    try (Sse reader = follow(one, run, events)) {
      while (!has(events, "token")) {
        events.add(reader.next().orElseThrow());
      }
      one.stop().await();
      events.addAll(reader.rest());
    }
    assertThat(isDone(events)).isFalse();
    Sse.json("POST", two.url() + "/v1/runs/" + run + "/cancel", "");
    try (Sse reader = follow(two, run, events)) {
      events.addAll(reader.rest());
    }

    assertThat(isDone(events)).isTrue();
    assertThat(ids(events)).isSorted().doesNotHaveDuplicates();
    assertThat(text(events)).isEqualTo("Once upon");
    assertThat(run(two, run).path("epoch").asInt()).isEqualTo(1);
  }

  @Test
  void takesOverTheRunOfAWorkerThatIsCutOffAndHearsNoMoreOfIt() {
    var pods = open(options.withScript(STALLS));
    Pod gateway = pods.start(Role.GATEWAY);
    Pod lost = pods.start(Role.WORKER);
    String run = submit(gateway);
    var events = new ArrayList<Sse.Event>();
    try (Sse reader = follow(gateway, run, events)) {
      while (!has(events, "token")) {
        events.add(reader.next().orElseThrow());
      }
      lost.cutOff();
      pods.simulator().play(TELLS);
      pods.start(Role.WORKER);
      events.addAll(reader.rest());
    }
    lost.reconnect();
    // Its call at the model ends when it knows that the run is no longer its own.
    pods.simulator().awaitRequest(call -> call.outcome() == Outcome.CANCELLED_BY_CLIENT).await();

    assertThat(isDone(events)).isTrue();
    assertThat(has(events, "rewind")).isTrue();
    assertThat(ids(events)).isSorted().doesNotHaveDuplicates();
    JsonNode state = run(gateway, run);
    assertThat(state.path("status").asText()).isEqualTo("completed");
    assertThat(state.path("epoch").asInt()).isEqualTo(2);
    assertThat(state.path("text").asText()).isEqualTo(TALE);
    try (Sse again = follow(gateway, run, List.of())) {
      assertThat(again.rest()).isEqualTo(events);
    }
  }

  @Test
  void cancelsAtOneGatewayWhatAnotherOneAskedFor() {
    var pods = open(options.withScript(STALLS));
    Pod one = pods.start(Role.GATEWAY);
    Pod two = pods.start(Role.GATEWAY);
    pods.start(Role.WORKER);
    String run = submit(one);
    var events = new ArrayList<Sse.Event>();

    try (Sse reader = follow(one, run, events)) {
      while (!has(events, "token")) {
        events.add(reader.next().orElseThrow());
      }
      Sse.json("POST", two.url() + "/v1/runs/" + run + "/cancel", "");
      events.addAll(reader.rest());
    }

    assertThat(events.getLast().data().path("status").asText()).isEqualTo("cancelled");
    pods.simulator().awaitRequest(call -> call.outcome() == Outcome.CANCELLED_BY_CLIENT).await();
    assertThat(run(two, run).path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void acceptsRunsWithoutRedisAndWorksOnThemWhenItIsThere() {
    var pods = open(options.withScript(TELLS));
    Pod gateway = pods.pod();
    Pod worker = pods.pod();
    gateway.redis().setRefusing(true);
    worker.redis().setRefusing(true);
    gateway.start(Role.GATEWAY).await();
    worker.start(Role.WORKER).await();

    String run = submit(gateway);

    assertThat(run(gateway, run).path("status").asText()).isEqualTo("queued");
    assertThat(ready(gateway)).isEqualTo("200 degraded");
    gateway.redis().setRefusing(false);
    worker.redis().setRefusing(false);
    var events = new ArrayList<Sse.Event>();
    while (!isDone(events)) {
      try (Sse reader = follow(gateway, run, events)) {
        events.addAll(reader.rest());
      }
    }
    assertThat(text(events)).isEqualTo(TALE);
    assertThat(ready(gateway)).isEqualTo("200 ready");
  }

  @Test
  void refusesRunsWhilePostgresIsAwayAndStaysReady() {
    var pods = open(options.withScript(TELLS));
    Pod gateway = pods.start(Role.GATEWAY);
    gateway.postgres().setRefusing(true);

    var refused = post(gateway);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(Json.parse(refused.body()).path("type").asText()).contains("unavailable");
    assertThat(ready(gateway)).isEqualTo("200 degraded");
    gateway.postgres().setRefusing(false);
    assertThat(post(gateway).statusCode()).isEqualTo(202);
  }

  @Test
  void saysWhatItWaitedForWhenPostgresIsAwayAtTheStart() {
    opened = new TestingPods(folder, options, "0ms");
    Pod pod = opened.pod();
    pod.postgres().setRefusing(true);

    assertThatThrownBy(() -> pod.start(Role.ALL).await())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Postgres does not answer", "postgresql://");
  }

  @Test
  void waitsAtTheStartForPostgres() {
    var pods = open(options.withScript(TELLS));
    Pod pod = pods.pod();
    pod.postgres().setRefusing(true);
    var starting = pod.start(Role.ALL);
    // Somebody else needs a while, too: the first attempt fails meanwhile.
    pods.start(Role.GATEWAY);
    assertThat(starting.isComplete()).isFalse();

    pod.postgres().setRefusing(false);

    assertThat(post(starting.await()).statusCode()).isEqualTo(202);
  }

  @Test
  void leavesNothingOfADeletedConversationInRedis() {
    var pods = open(options.withScript(TELLS));
    Pod pod = pods.start(Role.ALL);
    JsonNode submitted = Json.parse(post(pod).body());
    try (Sse reader = follow(pod, submitted.path("run_id").asText(), List.of())) {
      reader.rest();
    }
    assertThat(pods.eventLogs()).isEqualTo(1);

    var deleted =
        Sse.json(
            "DELETE",
            pod.url() + "/v1/conversations/" + submitted.path("conversation_id").asText(),
            null);

    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(pods.eventLogs()).isZero();
  }

  @Test
  void givesEachRoleWhatBelongsToIt() {
    var pods = open(options);
    Pod gateway = pods.start(Role.GATEWAY);
    Pod worker = pods.start(Role.WORKER);

    JsonNode health = Json.parse(Sse.json("GET", gateway.url() + "/health", null).body());

    assertThat(health.path("capacity").asInt(-1)).isZero();
    assertThat(worker.addresses().http()).isEmpty();
    assertThat(ready(worker)).isEqualTo("200 ready");
    assertThat(checks(worker)).contains("postgres", "redis", "model").doesNotContain("store");
    assertThat(checks(gateway)).contains("postgres", "redis").doesNotContain("store", "model");
  }

  private TestingPods open(SimulatorOptions withScript) {
    var pods = new TestingPods(folder, withScript);
    opened = pods;
    return pods;
  }

  private static HttpResponse<String> post(Pod pod) {
    return Sse.json("POST", pod.url() + "/v1/runs", "{\"message\":\"Tell me a tale\"}");
  }

  private static String submit(Pod pod) {
    var answer = post(pod);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.parse(answer.body()).path("run_id").asText();
  }

  private static Sse follow(Pod pod, String run, List<Sse.Event> known) {
    Optional<String> after = known.isEmpty() ? Optional.empty() : Optional.of(known.getLast().id());
    return Sse.get(pod.url() + "/v1/runs/" + run + "/events", after);
  }

  private static JsonNode run(Pod pod, String run) {
    return Json.parse(Sse.json("GET", pod.url() + "/v1/runs/" + run, null).body());
  }

  private static String ready(Pod pod) {
    var answer = Sse.json("GET", pod.managementUrl() + "/readyz", null);
    return answer.statusCode() + " " + Json.parse(answer.body()).path("status").asText();
  }

  private static List<String> checks(Pod pod) {
    var names = new ArrayList<String>();
    Json.parse(Sse.json("GET", pod.managementUrl() + "/readyz", null).body())
        .path("checks")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private static boolean isDone(List<Sse.Event> events) {
    return !events.isEmpty() && events.getLast().name().equals("done");
  }

  private static boolean has(List<Sse.Event> events, String name) {
    return events.stream().anyMatch(event -> event.name().equals(name));
  }

  private static List<EventId> ids(List<Sse.Event> events) {
    return events.stream().map(event -> EventId.parse(event.id()).orElseThrow()).toList();
  }

  private static String text(List<Sse.Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("token"))
        .map(event -> event.data().path("text").asText())
        .collect(Collectors.joining());
  }
}
