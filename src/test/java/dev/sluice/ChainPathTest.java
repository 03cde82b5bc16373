package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model chain with every part real: breakers, limiter, retries and fallbacks over HTTP. */
@Timeout(60)
class ChainPathTest {
  private static final String OVERLOADED =
      "- {when: {model: claude-sonnet-5-5}, fail: {status: 529}}\n";

  @TempDir Path folder;
  private @Nullable TestingGateway started;

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void goesOnWithAnotherModelWhenTheFirstIsOverloaded() {
    start(OVERLOADED, fallback(0));

    var events = chat("Hello");

    assertThat(statuses(events)).containsExactly("fallback");
    var fell = named(events, "status").getFirst().data();
    assertThat(fell.path("from").asText()).isEqualTo("claude-sonnet-5-5");
    assertThat(fell.path("to").asText()).isEqualTo("claude-haiku-5-5");
    assertThat(fell.path("reason").asText()).isEqualTo("the model is overloaded");
    var done = events.getLast().data();
    assertThat(done.path("status").asText()).isEqualTo("completed");
    assertThat(named(events, "usage"))
        .extracting(event -> event.data().path("model").asText())
        .containsExactly("claude-haiku-5-5");
    var bill = gateway().simulator().bill().microDollars();
    assertThat(micros(done)).isEqualTo(bill.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  @Test
  void takesBackWhatABrokenStreamShowedAndTriesAgain() {
    start("- {when: {times: 1}, reply: [{text: Half an answ}, reset]}\n", "");

    var events = chat("Hello");

    assertThat(statuses(events)).containsExactly("retrying");
    assertThat(named(events, "rewind")).hasSize(1);
    assertThat(WholePathTest.text(events)).isNotEmpty().doesNotContain("answ");
    assertThat(named(events, "usage"))
        .extracting(event -> event.data().path("source").asText())
        .containsExactly("estimate", "provider");
    assertThat(micros(events.getLast().data()))
        .isGreaterThanOrEqualTo(gateway().simulator().bill().microDollars().longValue());
  }

  @Test
  void triesAgainWithoutAWordAfterWhatNobodySaw() {
    start("- {when: {times: 1}, fail: {status: 500}}\n", "");

    var events = chat("Hello");

    assertThat(named(events, "rewind")).isEmpty();
    assertThat(events.getLast().data().path("status").asText()).isEqualTo("completed");
    assertThat(gateway().simulator().modelCalls()).hasSize(2);
  }

  @Test
  void beginsADrillWithTheFallback() {
    start("[]\n", fallback(1));

    var events = chat("Hello");

    assertThat(statuses(events)).isEmpty();
    assertThat(named(events, "usage").getFirst().data().path("model").asText())
        .isEqualTo("claude-haiku-5-5");
    assertThat(metrics()).contains("drill=\"true\"");
  }

  @Test
  void sparesADrillWhoAsksForAModel() {
    start("[]\n", fallback(1) + "  also_allowed: [claude-opus-5-5]\n");

    var events = chat(Json.object().put("message", "Hello").put("model", "claude-opus-5-5"));

    assertThat(named(events, "usage").getFirst().data().path("model").asText())
        .isEqualTo("claude-opus-5-5");
  }

  @Test
  void leavesAModelAloneThatFailsAndSaysSoToWhoeverAsks() {
    start(
        "- {fail: {status: 500}}\n",
        "retries: {max_retries: 0}\nbreakers: {failures_in_row: 2, cooldown: 1h}\n");
    chat("Hello");
    chat("Hello");

    var events = chat("Hello");

    var error = named(events, "run_error").getFirst().data();
    assertThat(error.path("type").asText()).isEqualTo("model_unavailable");
    assertThat(error.path("message").asText()).contains("Try again in");
    assertThat(gateway().simulator().modelCalls()).hasSize(2);
    JsonNode breaker = breaker("primary/claude-sonnet-5-5");
    assertThat(breaker.path("state").asText()).isEqualTo("open");
    assertThat(breaker.path("failures_in_row").asInt()).isEqualTo(2);
  }

  @Test
  void waitsOutAnOutageWhereNobodyWaitsForTheAnswer() {
    start(
        "- {when: {times: 1}, fail: {status: 503, headers: {retry-after: '1'}}}\n",
        "retries: {max_retries: 0}\n");
    var answer =
        Sse.json(
            "POST",
            gateway().url() + "/v1/runs",
            "{\"message\":\"Hello\",\"class\":\"background\"}");
    var events =
        Sse.get(
                gateway().url() + Json.parse(answer.body()).path("events_url").asText(),
                Optional.empty())
            .rest();

    assertThat(statuses(events)).containsExactly("waiting");
    assertThat(named(events, "status").getFirst().data().path("expected_wait_ms").asLong())
        .isEqualTo(2000);
    assertThat(named(events, "start")).hasSize(2);
    assertThat(events.getLast().data().path("status").asText()).isEqualTo("completed");
  }

  @Test
  void learnsTheLimitsOfTheProvider() {
    start("[]\n", "");

    chat("Hello");

    JsonNode budget =
        watch(
            "budgets",
            fact ->
                fact.path("name").asText().equals("primary/sonnet-5-5")
                    && fact.path("kind").asText().equals("requests")
                    && fact.path("limit").asLong() == 80_000_000);
    assertThat(budget.path("waiting").asInt()).isZero();
  }

  private void start(String script, String yaml) {
    var options =
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withLimits(RateLimits.unlimited())
            .withScript(Script.parse(script));
    started =
        new TestingGateway(folder, options, "agents: {default: {tools: [calculator]}}\n" + yaml);
  }

  private static String fallback(double drillShare) {
    return """
    model:
      drill_share: %s
      fallbacks: [{name: small, model: claude-haiku-5-5}]
    """
        .formatted(drillShare);
  }

  private TestingGateway gateway() {
    return Objects.requireNonNull(started, "start first");
  }

  private List<Sse.Event> chat(String message) {
    return chat(Json.object().put("message", message));
  }

  private List<Sse.Event> chat(JsonNode body) {
    var events = Sse.post(gateway().url() + "/v1/chat/stream", Json.write(body)).rest();
    assertThat(events.getLast().name()).isEqualTo("done");
    return events;
  }

  private JsonNode breaker(String name) {
    return watch("breakers", fact -> fact.path("name").asText().equals(name));
  }

  /** The fact, once the operator's view has it. */
  private JsonNode watch(String part, java.util.function.Predicate<JsonNode> wanted) {
    try (var stream = Sse.get(gateway().managementUrl() + "/ops/stream", Optional.empty())) {
      while (true) {
        for (JsonNode fact : stream.next().orElseThrow().data().path(part)) {
          if (wanted.test(fact)) {
            return fact;
          }
        }
      }
    }
  }

  private String metrics() {
    return Sse.json("GET", gateway().managementUrl() + "/metrics", null).body();
  }

  private static List<String> statuses(List<Sse.Event> events) {
    return named(events, "status").stream()
        .map(event -> event.data().path("kind").asText())
        .toList();
  }

  private static List<Sse.Event> named(List<Sse.Event> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  private static long micros(JsonNode told) {
    return told.path("cost_usd").decimalValue().movePointRight(6).longValueExact();
  }
}
