package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator's view of a whole gateway at work. */
@Timeout(60)
class OpsPathTest {
  private static final String PROMPT = "What is 15 * 23?";
  private static final String USER = "socrates-1";

  @TempDir Path folder;
  private @Nullable TestingGateway started;

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void showsARunWithItsCostAndWhatItUsed() {
    start(options());
    String run = run(PROMPT);

    JsonNode shown = watchUntil(snapshot -> sum(snapshot, "/rates/runs_ended") > 0);

    JsonNode told = shown.path("runs").path(0);
    JsonNode truth = get(gateway().url() + "/v1/runs/" + run + "?user_id=" + USER);
    assertThat(shown.path("runs")).hasSize(1);
    assertThat(told.path("id").asText()).isEqualTo(run);
    assertThat(told.path("status").asText()).isEqualTo("completed");
    assertThat(told.path("turns").asInt()).isEqualTo(2);
    assertThat(told.path("cost_micros").asLong())
        .isEqualTo(truth.path("cost_usd").decimalValue().movePointRight(6).longValueExact());
    assertThat(sum(shown, "/rates/cost_micros")).isEqualTo(told.path("cost_micros").asLong());
    assertThat(sum(shown, "/rates/model_calls")).isEqualTo(2);
    assertThat(latest(shown.at("/rates/tokens/output")))
        .isEqualTo(told.path("tokens_written").asLong());
    assertThat(shown.at("/load/phase").asText()).isEqualTo("serving");
    assertThat(shown.at("/load/capacity").asInt()).isPositive();
  }

  @Test
  void showsTheTimelineOfARunWithATool() {
    start(options());

    JsonNode told = timeline(run(PROMPT));

    assertThat(told.path("source").asText()).isEqualTo("events");
    assertThat(kinds(told)).containsExactly("queue", "claim", "model", "tool", "model", "end");
    JsonNode tool = told.path("steps").path(3);
    assertThat(tool.path("name").asText()).isEqualTo("calculator");
    assertThat(tool.path("state").asText()).isEqualTo("ok");
    JsonNode call = told.path("steps").path(2);
    assertThat(call.path("output_tokens").asLong()).isPositive();
    assertThat(call.path("request_id").asText()).startsWith("req_");
    assertThat(call.path("from_ms").asLong())
        .isEqualTo(told.path("steps").path(1).path("to_ms").asLong());
    long cost = 0;
    for (JsonNode step : told.path("steps")) {
      cost += step.path("cost_micros").asLong();
    }
    assertThat(cost).isEqualTo(told.at("/run/cost_micros").asLong()).isPositive();
  }

  @Test
  void showsARunThatGoesOn() {
    start(options().withScript(Script.parse("rules: [{reply: [{text: Well}, stall]}]")));
    String run = submit(PROMPT);
    try (var reader = follow(run)) {
      while (!reader.next().orElseThrow().name().equals("token")) {
        // The model has begun to speak.
      }

      JsonNode told = timeline(run);
      JsonNode shown = watchUntil(snapshot -> snapshot.at("/load/readers").asInt() == 1);

      JsonNode call = told.path("steps").path(2);
      assertThat(kinds(told)).containsExactly("queue", "claim", "model");
      assertThat(call.path("state").asText()).isEqualTo("open");
      assertThat(call.has("first_word_ms")).isTrue();
      assertThat(call.has("to_ms")).isFalse();
      assertThat(shown.at("/load/in_flight").asInt()).isEqualTo(1);
      assertThat(shown.at("/runs/0/status").asText()).isEqualTo("running");
    }
    Sse.json("POST", gateway().url() + "/v1/runs/" + run + "/cancel?user_id=" + USER, null);
  }

  @Test
  void countsWhatTheModelRefused() {
    start(
        options()
            .withScript(Script.parse("rules: [{fail: {status: 429, type: rate_limit_error}}]")));
    String run = run(PROMPT);

    JsonNode shown = watchUntil(snapshot -> sum(snapshot, "/rates/rate_limited") > 0);

    assertThat(latest(shown.at("/rates/model_calls/model_rate_limited"))).isEqualTo(3);
    assertThat(kinds(timeline(run))).endsWith("error", "end");
    assertThat(timeline(run).at("/run/error").asText()).isEqualTo("model_rate_limited");
  }

  @Test
  void namesNobodyAndRepeatsNothing() {
    start(options());
    String run = run("My name is Xanthippe: what is 15 * 23?");

    String all = watchUntil(_ -> true).toString() + timeline(run);

    assertThat(all)
        .contains("\"user\":\"u_")
        .doesNotContain("Xanthippe", USER, "15 * 23", "345", "expression");
  }

  private static SimulatorOptions options() {
    return SimulatorOptions.defaults()
        .withPace(Pace.immediate())
        .withLimits(RateLimits.unlimited());
  }

  private void start(SimulatorOptions how) {
    started = new TestingGateway(folder, how, "agents: {default: {tools: [calculator]}}\n");
  }

  private TestingGateway gateway() {
    return Objects.requireNonNull(started, "start first");
  }

  private String submit(String message) {
    String body = Json.write(Json.object().put("message", message).put("user_id", USER));
    var answer = Sse.json("POST", gateway().url() + "/v1/runs", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.parse(answer.body()).path("run_id").asText();
  }

  /** Until it has ended. */
  private String run(String message) {
    String run = submit(message);
    assertThat(follow(run).rest().getLast().name()).isEqualTo("done");
    return run;
  }

  private Sse follow(String run) {
    var path = gateway().url() + "/v1/runs/" + run + "/events?user_id=" + USER;
    return Sse.get(path, Optional.empty());
  }

  private JsonNode timeline(String run) {
    return get(gateway().managementUrl() + "/ops/runs/" + run);
  }

  private JsonNode watchUntil(Predicate<JsonNode> seen) {
    try (var stream = Sse.get(gateway().managementUrl() + "/ops/stream", Optional.empty())) {
      JsonNode shown = stream.next().orElseThrow().data();
      while (!seen.test(shown)) {
        shown = stream.next().orElseThrow().data();
      }
      return shown;
    }
  }

  private static JsonNode get(String url) {
    var answer = Sse.json("GET", url, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static List<String> kinds(JsonNode timeline) {
    var kinds = new ArrayList<String>();
    timeline.path("steps").forEach(step -> kinds.add(step.path("kind").asText()));
    return kinds;
  }

  private static long sum(JsonNode snapshot, String family) {
    long sum = 0;
    for (JsonNode points : snapshot.at(family)) {
      sum += latest(points);
    }
    return sum;
  }

  private static long latest(JsonNode points) {
    return points.path(points.size() - 1).asLong();
  }
}
