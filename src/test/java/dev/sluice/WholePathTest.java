package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.simulator.Outcome;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path, from an HTTP request to the model and back, with every part real. */
class WholePathTest {
  private static final String YAML =
      """
      runs: {drain: 500ms}
      agents:
        default: {tools: [calculator, save_note, list_notes, get_weather]}
      tools:
        declared:
          - name: get_weather
            description: Returns the present weather of a city.
            input_schema:
              type: object
              properties: {city: {type: string}}
              required: [city]
            url: SIMULATOR/simulator/tools/get_weather
            timeout: 5s
            idempotent: true
            importance: optional
            headers: {}
      """;

  @TempDir Path folder;
  private final SimulatorOptions options =
      SimulatorOptions.defaults()
          .withPace(Pace.immediate())
          .withLimits(RateLimits.unlimited())
          .withStrict(true);
  private @Nullable TestingGateway started;

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void answersWithToolsEventByEvent() {
    start(options);

    var stream = chat("What is 15 * 23 and the weather in Berlin?");
    var events = stream.rest();

    assertThat(stream.status()).isEqualTo(200);
    assertThat(names(events)).startsWith("start").endsWith("done");
    assertThat(named(events, "tool_start"))
        .extracting(event -> event.data().path("name").asText())
        .containsExactlyInAnyOrder("calculator", "get_weather");
    assertThat(text(events)).contains("345", "Berlin");
    assertThat(last(events).path("status").asText()).isEqualTo("completed");
    assertThat(last(events).path("cost_usd").decimalValue()).isPositive();
  }

  @Test
  void tellsTheSameThroughTheRunApi() {
    start(options);

    JsonNode submitted = submit("{\"message\":\"What is 15 * 23?\"}", 202);
    var events = follow(submitted, Optional.empty()).rest();
    JsonNode run = get("/v1/runs/" + submitted.path("run_id").asText());

    assertThat(run.path("status").asText()).isEqualTo("completed");
    assertThat(run.path("text").asText()).isEqualTo(text(events));
    assertThat(run.path("cost_usd")).isEqualTo(last(events).path("cost_usd"));
    assertThat(micros(run)).isEqualTo(gateway().simulator().bill().microDollars().longValueExact());
  }

  @Test
  void givesNothingMoreAfterDone() {
    start(options);
    JsonNode submitted = submit("{\"message\":\"Hello\"}", 202);
    var events = follow(submitted, Optional.empty()).rest();

    var again = follow(submitted, Optional.of(events.getLast().id()));

    assertThat(again.status()).isEqualTo(204);
  }

  @Test
  void tellsAllAnewToAReaderWithAnIdThatTheRunNeverHad() {
    start(options);
    JsonNode submitted = submit("{\"message\":\"What is 15 * 23?\"}", 202);
    var events = follow(submitted, Optional.empty()).rest();

    var again = follow(submitted, Optional.of("9-999")).rest();

    assertThat(again.getFirst().data().path("kind").asText()).isEqualTo("trimmed");
    assertThat(again.subList(1, again.size())).isEqualTo(events);
  }

  @Test
  void continuesAConversationWithThePrefixUntouched() {
    start(options);
    var first = chat("What is 15 * 23?").rest();
    String conversation = first.getFirst().data().path("conversation_id").asText();

    var second =
        Sse.post(
                gateway().url() + "/v1/chat/stream",
                "{\"message\":\"And 3 * 4?\",\"conversation_id\":\"" + conversation + "\"}")
            .rest();

    assertThat(text(second)).contains("12");
    var calls = gateway().simulator().modelCalls();
    assertThat(calls).allMatch(call -> call.outcome() == Outcome.COMPLETED);
    JsonNode before = Json.parse(calls.get(1).body()).path("messages");
    JsonNode after = Json.parse(calls.get(2).body()).path("messages");
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).isEqualTo(before.get(i));
    }
    JsonNode messages = get("/v1/conversations/" + conversation + "/messages");
    assertThat(messages.path("messages")).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void cancelsUpstreamWhenTheLastReaderOfAChatLeft() {
    start(
        options.withScript(
            Script.parse(
                """
                rules:
                  - reply:
                      - text: "Once upon a time"
                      - stall
                """)));

    var stream = chat("Tell me a story");
    String run = stream.header("x-run-id").orElseThrow();
    while (!stream.next().orElseThrow().name().equals("token")) {
      // The model has begun to speak.
    }
    stream.close();

    var call =
        gateway()
            .simulator()
            .awaitRequest(request -> request.outcome() == Outcome.CANCELLED_BY_CLIENT)
            .await();
    assertThat(call.path()).isEqualTo("/v1/messages");
    var events = Sse.get(gateway().url() + "/v1/runs/" + run + "/events", Optional.empty()).rest();
    assertThat(last(events).path("status").asText()).isEqualTo("cancelled");
    assertThat(get("/v1/runs/" + run).path("text").asText()).isEqualTo("Once upon a time");
  }

  @Test
  void goesOnWithoutReadersWhenSubmittedAsARun() {
    start(options.withPace(Pace.tokensPerSecond(400)));
    JsonNode submitted = submit("{\"message\":\"Tell me a long story\"}", 202);
    var reader = follow(submitted, Optional.empty());
    assertThat(reader.next()).isPresent();
    reader.close();

    var events = follow(submitted, Optional.empty()).rest();

    assertThat(last(events).path("status").asText()).isEqualTo("completed");
    assertThat(text(events).length()).isGreaterThan(1000);
  }

  @Test
  void stopsOnCancel() {
    start(options.withScript(Script.parse("rules: [{reply: [{text: Well}, stall]}]")));
    JsonNode submitted = submit("{\"message\":\"Go\"}", 202);
    String run = "/v1/runs/" + submitted.path("run_id").asText();
    var reader = follow(submitted, Optional.empty());
    while (!reader.next().orElseThrow().name().equals("token")) {
      // The model has begun to speak.
    }

    var answer = Sse.json("POST", gateway().url() + run + "/cancel", null);

    assertThat(answer.statusCode()).isBetween(200, 202);
    assertThat(last(reader.rest()).path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void runsOneAtATimeInAConversationAndLetsALaterMessageInterrupt() {
    start(
        options.withScript(
            Script.parse(
                """
                rules:
                  - when: {text: first}
                    reply: [{text: Well}, stall]
                  - reply: [{text: "Here you are."}]
                """)));
    JsonNode first = submit("{\"message\":\"first\"}", 202);
    String conversation = first.path("conversation_id").asText();
    var reader = follow(first, Optional.empty());
    while (!reader.next().orElseThrow().name().equals("token")) {
      // The model has begun to speak.
    }

    submit(message("second", conversation, "refuse"), 409);
    JsonNode waiting = submit(message("second", conversation, "wait"), 202);
    assertThat(get("/v1/runs/" + waiting.path("run_id").asText()).path("status").asText())
        .isEqualTo("queued");
    JsonNode third = submit(message("third", conversation, "interrupt"), 202);

    assertThat(last(reader.rest()).path("status").asText()).isEqualTo("cancelled");
    assertThat(last(follow(waiting, Optional.empty()).rest()).path("status").asText())
        .isEqualTo("cancelled");
    assertThat(last(follow(third, Optional.empty()).rest()).path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void cancelsAWaitingRunWithoutWaitingForItsTurn() {
    start(options.withScript(Script.parse("rules: [{reply: [{text: Well}, stall]}]")));
    JsonNode first = submit("{\"message\":\"first\"}", 202);
    String conversation = first.path("conversation_id").asText();
    JsonNode second = submit(message("second", conversation, "wait"), 202);

    Sse.json(
        "POST", gateway().url() + "/v1/runs/" + second.path("run_id").asText() + "/cancel", null);

    assertThat(last(follow(second, Optional.empty()).rest()).path("status").asText())
        .isEqualTo("cancelled");
    assertThat(get("/v1/runs/" + first.path("run_id").asText()).path("status").asText())
        .isEqualTo("running");
  }

  @Test
  void saysInPlainWordsWhenTheModelFails() {
    start(
        options.withScript(Script.parse("rules: [{fail: {status: 529, type: overloaded_error}}]")));

    var events = chat("Hello").rest();

    assertThat(named(events, "run_error").getFirst().data().path("type").asText())
        .isEqualTo("model_overloaded");
    assertThat(last(events).path("status").asText()).isEqualTo("failed");
  }

  @Test
  void handsARunOverAtRestartAndFinishesIt() {
    start(options.withPace(Pace.tokensPerSecond(200)));
    JsonNode submitted = submit("{\"message\":\"What is 15 * 23? Tell me a long story\"}", 202);
    var reader = follow(submitted, Optional.empty());
    assertThat(reader.next()).isPresent();

    gateway().restart();

    var events = follow(submitted, Optional.empty()).rest();
    assertThat(last(events).path("status").asText()).isEqualTo("completed");
    JsonNode run = get("/v1/runs/" + submitted.path("run_id").asText());
    assertThat(run.path("text").asText()).isEqualTo(text(events));
  }

  @Test
  void reportsItsHealth() {
    start(options);

    assertThat(get("/health").path("ok").asBoolean()).isTrue();
    var ready = Sse.json("GET", gateway().managementUrl() + "/readyz", null);
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(Json.parse(ready.body()).path("checks").path("model").path("status").asText())
        .isEqualTo("ok");
    assertThat(Sse.json("GET", gateway().managementUrl() + "/metrics", null).body())
        .contains("sluice_runs_in_flight");
  }

  private void start(SimulatorOptions how) {
    started = new TestingGateway(folder, how, YAML);
  }

  private TestingGateway gateway() {
    return Objects.requireNonNull(started, "start first");
  }

  private Sse chat(String message) {
    return Sse.post(
        gateway().url() + "/v1/chat/stream", Json.write(Json.object().put("message", message)));
  }

  private JsonNode submit(String body, int expected) {
    var answer = Sse.json("POST", gateway().url() + "/v1/runs", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    return Json.parse(answer.body());
  }

  private static String message(String text, String conversation, String whenBusy) {
    return Json.write(
        Json.object()
            .put("message", text)
            .put("conversation_id", conversation)
            .put("when_busy", whenBusy));
  }

  private Sse follow(JsonNode submitted, Optional<String> after) {
    return Sse.get(gateway().url() + submitted.path("events_url").asText(), after);
  }

  private JsonNode get(String path) {
    var answer = Sse.json("GET", gateway().url() + path, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static List<String> names(List<Sse.Event> events) {
    return events.stream().map(Sse.Event::name).toList();
  }

  private static List<Sse.Event> named(List<Sse.Event> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  private static JsonNode last(List<Sse.Event> events) {
    assertThat(events).isNotEmpty();
    assertThat(events.getLast().name()).isEqualTo("done");
    return events.getLast().data();
  }

  /** As a reader puts it together: pieces of a turn joined, turns apart, voided turns gone. */
  static String text(List<Sse.Event> events) {
    var turns = new TreeMap<Integer, StringBuilder>();
    for (Sse.Event event : events) {
      int turn = event.data().path("turn").asInt();
      if (event.name().equals("token")) {
        turns
            .computeIfAbsent(turn, none -> new StringBuilder())
            .append(event.data().path("text").asText());
      } else if (event.name().equals("rewind")) {
        turns.remove(turn);
      }
    }
    return turns.values().stream().map(String::valueOf).collect(Collectors.joining("\n\n"));
  }

  private static long micros(JsonNode run) {
    return run.path("cost_usd").decimalValue().movePointRight(6).longValueExact();
  }
}
