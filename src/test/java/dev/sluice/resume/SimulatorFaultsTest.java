package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.simulator.Outcome;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** However the model breaks off, the run ends, says so in words, and is paid for. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class SimulatorFaultsTest {
  /** Each fault by itself: neither made good by a retry nor kept away by a breaker. */
  private static final String YAML =
      """
      retries: {max_retries: 0}
      breakers: {failures_in_row: 10000, min_calls: 10000}
      model: {first_event_timeout: 1s, between_events_timeout: 1s}
      agents: {default: {tools: [calculator], max_tokens: 200}}
      """;

  private static TestingGateway gateway;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var options = SimulatorOptions.defaults().withPace(Pace.immediate());
    gateway = new TestingGateway(folder, options, YAML);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** Script, type and words of the error, what became of the call, whether it is charged. */
  static final List<Arguments> BREAKS =
      List.of(
          broken("reply: [{text: Half an ans}, reset]", "model_stream_broken", Outcome.RESET),
          broken("reply: [{text: Half an ans}, cut]", "model_stream_broken", Outcome.CUT),
          broken(
              "reply: [{text: Half an ans}, stall]", "model_timeout", Outcome.CANCELLED_BY_CLIENT),
          broken("stall_head: true", "model_timeout", Outcome.CANCELLED_BY_CLIENT),
          broken("reset_head: true", "model_unreachable", Outcome.RESET),
          broken(
              "reply: [{text: Half an ans}, {error: {type: overloaded_error, message: busy}}]",
              "model_overloaded",
              Outcome.FAILED),
          broken(
              "reply: [{text: Half an ans}, {error: {type: api_error, message: oops}}]",
              "model_error",
              Outcome.FAILED),
          refused("{status: 500, body: '<html>Bad</html>'}", "model_error"),
          refused("{status: 502, body: '<html>Bad</html>'}", "model_error"),
          refused("{status: 413, body: '<html>Large</html>'}", "model_request_too_large"),
          refused("{status: 401, type: authentication_error}", "model_authentication"),
          refused("{status: 403, type: permission_error}", "model_permission"),
          refused("{status: 400, type: invalid_request_error, message: no}", "model_bad_request"),
          refused("{status: 429, type: rate_limit_error, retry_after: 1}", "model_rate_limited"),
          refused(
              "{status: 429, type: rate_limit_error, error_code: enforced_spend_limit_reached}",
              "model_spend_limit"),
          refused("{status: 529, type: overloaded_error}", "model_overloaded"));

  private static Arguments broken(String reply, String type, Outcome outcome) {
    return Arguments.of(reply, type, outcome, true);
  }

  private static Arguments refused(String fail, String type) {
    return Arguments.of("fail: " + fail, type, Outcome.REFUSED, false);
  }

  @ParameterizedTest(name = "{1} for {0}")
  @FieldSource("BREAKS")
  void failsInWordsAndBooksWhatWasUsed(String rule, String type, Outcome outcome, boolean charged) {
    var events = play("- " + rule);

    JsonNode error = named(events, "run_error").getFirst().data();
    assertThat(error.path("type").asText()).isEqualTo(type);
    assertThat(error.path("message").asText())
        .matches("(?s)[A-Z].{15,}\\.?")
        .doesNotContain("<html");
    JsonNode done = events.getLast().data();
    assertThat(done.path("status").asText()).isEqualTo("failed");
    JsonNode run = run(events);
    assertThat(run.path("error").path("type").asText()).isEqualTo(type);
    assertThat(run.path("text").asText()).isEqualTo(rule.contains("Half") ? "Half an ans" : "");
    assertThat(run.path("cost_usd")).isEqualTo(done.path("cost_usd"));
    awaitOutcome(outcome);
    var usage = named(events, "usage");
    assertThat(usage).hasSize(charged ? 1 : 0);
    for (Sse.Event one : usage) {
      assertThat(one.data().path("source").asText()).isEqualTo("estimate");
      assertThat(one.data().path("cost_usd").decimalValue()).isPositive();
    }
    assertThat(done.path("cost_usd").decimalValue().signum()).isEqualTo(charged ? 1 : 0);
  }

  @Test
  void voidsWhatAModelSaidBeforeItDeclined() {
    var events = play("- reply: [{text: Well}, {stop_reason: refusal}]");

    assertThat(named(events, "rewind").getFirst().data().path("turn").asInt()).isEqualTo(1);
    assertEnd(events, "refused", "");
  }

  @Test
  void goesOnAfterAPause() {
    var events =
        play(
            """
            - when: {nth: 1}
              reply: [{text: First. }, {stop_reason: pause_turn}]
            - reply: [{text: Second.}]
            """);

    assertThat(named(events, "usage")).hasSize(2);
    assertEnd(events, "completed", "First.\n\nSecond.");
  }

  @Test
  void makesNoCallWhoseInputWasCutOff() {
    var events =
        play(
            """
            - reply:
                - text: Let me see.
                - tool_use: {name: calculator, input: {expression: "1+1"}, fragments: ['{"expre']}
                - {stop_reason: max_tokens}
            """);

    assertThat(named(events, "tool_start")).isEmpty();
    assertEnd(events, "truncated", "Let me see.");
  }

  @Test
  void saysThatAnAnswerWasTooLong() {
    var events = play("- reply: [{text: 'A word. ', repeat: 500}]");

    assertThat(events.getLast().data().path("reason").asText()).isEqualTo("max_tokens");
    assertThat(events.getLast().data().path("status").asText()).isEqualTo("truncated");
    assertThat(run(events).path("text").asText()).isEqualTo(ShownText.of(heard(events)));
  }

  @Test
  void readsPastWhatItDoesNotKnow() {
    var events =
        play(
            """
            - chunking: bytes:3
              reply:
                - unknown_block: {type: hologram, data: {a: [1, 2]}}
                - text: "It "
                - unknown_event: {name: weather_report, data: {type: weather_report, sunny: true}}
                - ping
                - unknown_delta: {type: smell_delta, smell: roses}
                - raw: ": a comment\\n\\n"
                - text: "works."
                - {stop_reason: brand_new_reason}
            """);

    assertEnd(events, "completed", "It works.");
  }

  @Test
  void answersToolsThatDoNotExistAndDropsInputThatIsNotJson() {
    var events =
        play(
            """
            - when: {turn: 1}
              reply:
                - tool_use: {name: no_such_tool, input: {a: 1}}
                - tool_use: {name: calculator, input: {}, fragments: ['{"expression": ', '"1+']}
            - reply: [{text: So be it.}]
            """);

    assertThat(named(events, "tool_end")).hasSize(1);
    assertThat(named(events, "tool_end").getFirst().data().path("error").asText())
        .isEqualTo("There is no tool named no_such_tool.");
    assertEnd(events, "completed", "So be it.");
  }

  @Test
  void showsABlockThatComesWhole() {
    var events =
        play("- reply: [{unknown_block: {type: text, text: All at once.}}, {text: And more.}]");

    assertEnd(events, "completed", "All at once.And more.");
  }

  @Test
  void servesTheNextRunAfterAllOfThat() {
    assertEnd(play("- reply: [{text: Fine.}]"), "completed", "Fine.");
  }

  private static List<Sse.Event> play(String rules) {
    gateway.simulator().play(Script.parse(rules));
    var api = new Api(gateway.url());
    return api.awaitEnd(api.submit("Go on then"));
  }

  /** The latest call has come to this end: its connection is closed, nothing is left open. */
  private static void awaitOutcome(Outcome outcome) {
    long latest = gateway.simulator().modelCalls().getLast().number();
    gateway
        .simulator()
        .awaitRequest(call -> call.number() == latest && call.outcome() == outcome)
        .await();
  }

  private static void assertEnd(List<Sse.Event> events, String status, String text) {
    assertThat(named(events, "run_error")).isEmpty();
    assertThat(events.getLast().data().path("status").asText()).isEqualTo(status);
    assertThat(events.getLast().data().path("cost_usd").decimalValue()).isPositive();
    assertThat(run(events).path("text").asText()).isEqualTo(text);
    assertThat(ShownText.of(heard(events))).isEqualTo(text);
  }

  private static JsonNode run(List<Sse.Event> events) {
    return new Api(gateway.url()).run(events.getLast().data().path("run_id").asText());
  }

  private static List<Heard> heard(List<Sse.Event> events) {
    return events.stream().map(e -> new Heard(e.id(), e.name(), e.data())).toList();
  }

  private static List<Sse.Event> named(List<Sse.Event> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }
}
