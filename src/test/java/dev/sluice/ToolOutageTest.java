package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.RecordedRequest;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees when a tool is not well, with every part real. */
class ToolOutageTest {
  private static final String YAML =
      """
      agents:
        default: {tools: [calculator, get_weather]}
      tools:
        declared:
          - name: get_weather
            description: Returns the present weather of a city.
            input_schema:
              type: object
              properties: {city: {type: string}}
              required: [city]
            url: SIMULATOR/simulator/tools/get_weather
            timeout: TIMEOUT
            idempotent: true
            importance: optional
            headers: {}
      """;

  private static final String QUESTION = "What is 15 * 23 and the weather in Berlin?";

  @TempDir Path folder;
  private @Nullable TestingGateway started;

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void answersWithoutAToolThatIsDown() {
    start("rules: [{when: {tool: get_weather}, fail: {status: 503, message: closed}}]", "10s");

    var events = ask();

    assertThat(WholePathTest.text(events))
        .contains("345")
        .contains("get_weather is unavailable: it answered with status 503");
    assertThat(ending(events, "get_weather")).isEqualTo("ok false, degraded true");
    assertThat(ending(events, "calculator")).isEqualTo("ok true, degraded false");
    assertThat(events.getLast().data().path("status").asText()).isEqualTo("completed");
    assertThat(toolCalls()).as("an attempt and two retries").hasSize(3);
  }

  @Test
  void hidesAFailureThatPasses() {
    start("rules: [{when: {tool: get_weather, times: 1}, reset_head: true}]", "10s");

    var events = ask();

    assertThat(ending(events, "get_weather")).isEqualTo("ok true, degraded false");
    assertThat(WholePathTest.text(events)).contains("345", "Berlin").doesNotContain("unavailable");
    assertThat(toolCalls()).hasSize(2);
  }

  @Test
  void waitsForASilentToolTwiceAtMost() {
    start("rules: [{when: {tool: get_weather}, stall_head: true}]", "500ms");

    var events = ask();

    assertThat(WholePathTest.text(events))
        .contains("345")
        .contains("it did not answer within 500 ms");
    assertThat(ending(events, "get_weather")).isEqualTo("ok false, degraded true");
    assertThat(toolCalls()).hasSize(2);
  }

  @Test
  void leavesAToolAloneThatFailsAgainAndAgain() {
    start("rules: [{when: {tool: get_weather}, fail: {status: 503, message: closed}}]", "10s");
    ask();
    ask();

    var events = ask();

    assertThat(WholePathTest.text(events))
        .contains("345")
        .contains("The tool get_weather is unavailable at the moment");
    assertThat(ending(events, "get_weather")).isEqualTo("ok false, degraded true");
    assertThat(toolCalls()).as("five failures in a row, then none").hasSize(5);
  }

  private void start(String script, String timeout) {
    var options =
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withLimits(RateLimits.unlimited())
            .withStrict(true)
            .withScript(Script.parse(script));
    started = new TestingGateway(folder, options, YAML.replace("TIMEOUT", timeout));
  }

  private TestingGateway gateway() {
    return Objects.requireNonNull(started, "start first");
  }

  private List<Sse.Event> ask() {
    return Sse.post(
            gateway().url() + "/v1/chat/stream", Json.write(Json.object().put("message", QUESTION)))
        .rest();
  }

  private List<RecordedRequest> toolCalls() {
    return gateway().simulator().requests().stream()
        .filter(request -> request.path().startsWith("/simulator/tools/get_weather"))
        .toList();
  }

  private static String ending(List<Sse.Event> events, String tool) {
    return events.stream()
        .filter(event -> event.name().equals("tool_end"))
        .map(Sse.Event::data)
        .filter(data -> data.path("name").asText().equals(tool))
        .map(data -> "ok " + data.path("ok") + ", degraded " + data.path("degraded"))
        .collect(Collectors.joining("; "));
  }
}
