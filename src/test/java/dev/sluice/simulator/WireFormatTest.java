package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
  private static final String EVERYTHING =
      """
      - reply:
        - thinking: Let me see what there is.
        - redacted_thinking: b3BhcXVl
        - {text: "Grüße 🚚 aus Zürich, und noch etwas mehr Text für alle. ", repeat: 20}
        - {unknown_delta: {type: sparkle_delta, sparkle: 1}}
        - {unknown_event: {name: weather_report, data: {type: weather_report, sky: blue}}}
        - {raw: ": a comment\\n\\n"}
        - {unknown_block: {type: hologram, light: true}}
        - {tool_use: {name: lookup_order, input: {number: "4711"}, fragments: 3}}
        - {tool_use: {name: no_input}}
      """;

  @Test
  void spellsEveryEventAsTheServiceDoes() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing(EVERYTHING)) {
      HttpResponse<String> response = running.create(Bodies.streaming("go"));
      SseReading read = SseReading.of(response.body().replace(": a comment\n\n", ""));

      assertThat(response.headers().firstValue("content-type"))
          .contains("text/event-stream; charset=utf-8");
      assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
      assertThat(read.events())
          .allSatisfy(
              event -> assertThat(event.json().path("type").asText()).isEqualTo(event.name()));
      assertThat(read.names()).startsWith("message_start", "content_block_start", "ping");
      assertThat(read.names()).endsWith("content_block_stop", "message_delta", "message_stop");
      assertThat(read.names()).contains("weather_report").containsOnlyOnce("ping");
      assertThat(response.body()).contains("event: ping\ndata: {\"type\": \"ping\"}\n\n");
      assertThat(response.body()).containsPattern(" {2,}}\n\n");
      assertThat(response.body()).contains("Gr\u00fc").contains("\\u00FC");
      assertThat(read.text()).startsWith("Grüße 🚚 aus Zürich").endsWith("alle. ");
    }
  }

  @Test
  void sendsBlocksInOrderWithTheirFragments() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing(EVERYTHING)) {
      SseReading read =
          SseReading.of(
              running.create(Bodies.streaming("go")).body().replace(": a comment\n\n", ""));
      List<JsonNode> starts =
          read.events().stream()
              .filter(event -> event.name().equals("content_block_start"))
              .map(SseReading.Event::json)
              .toList();

      assertThat(starts)
          .extracting(start -> start.path("index").asInt())
          .containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(starts)
          .extracting(start -> start.path("content_block").path("type").asText())
          .containsExactly(
              "thinking", "redacted_thinking", "text", "hologram", "tool_use", "tool_use");
      assertThat(starts.get(4).path("content_block").toString())
          .containsPattern("\"id\":\"toolu_\\w+\",\"name\":\"lookup_order\",\"input\":\\{}")
          .contains("\"caller\":{\"type\":\"direct\"}");
      List<String> fragments =
          read.events().stream()
              .map(event -> event.json().path("delta"))
              .filter(delta -> delta.path("type").asText().equals("input_json_delta"))
              .map(delta -> delta.path("partial_json").asText())
              .toList();
      assertThat(fragments).hasSizeGreaterThanOrEqualTo(5).startsWith("");
      assertThat(String.join("", fragments)).isEqualTo("{\"number\":\"4711\"}{}");
    }
  }

  @Test
  void hidesThinkingUnlessTheRequestWantsToSeeIt() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing(EVERYTHING)) {
      SseReading hidden = read(running, Bodies.of("go"));
      ObjectNode wanting = Bodies.of("go");
      wanting.putObject("thinking").put("type", "adaptive").put("display", "summarized");
      SseReading shown = read(running, wanting);

      assertThat(hidden.joined("thinking")).isEmpty();
      assertThat(hidden.joined("signature")).isNotEmpty();
      assertThat(shown.joined("thinking")).isEqualTo("Let me see what there is.");
      JsonNode usage = hidden.first("message_delta").path("usage");
      assertThat(usage.path("output_tokens_details").path("thinking_tokens").asInt()).isEqualTo(7);
      assertThat(shown.first("message_delta").path("usage")).isEqualTo(usage);
    }
  }

  @Test
  void givesTheSameReplyAsAWhole() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing(EVERYTHING)) {
      JsonNode message = RunningSimulator.json(running.create(Bodies.whole("go")));

      assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
      assertThat(message.path("content")).hasSize(6);
      assertThat(message.path("content").path(4).path("input").path("number").asText())
          .isEqualTo("4711");
      assertThat(message.path("content").path(2).path("text").asText())
          .isEqualTo("Grüße 🚚 aus Zürich, und noch etwas mehr Text für alle. ".repeat(20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "bytes:1", "bytes:7", "random:1", "random:99"})
  void saysTheSameWhereverTheChunksBreak(String chunking) throws Exception {
    String script = "chunking: %s\nrules:\n%s".formatted(chunking, EVERYTHING.indent(2));
    try (RunningSimulator plain = RunningSimulator.playing(EVERYTHING);
        RunningSimulator chunked = RunningSimulator.playing(script)) {
      String expected = plain.create(Bodies.streaming("go")).body();

      assertThat(chunked.create(Bodies.streaming("go")).body()).isEqualTo(expected);
    }
  }

  @Test
  void saysTheSameToTheSameRequestAndNamesItAnew() throws Exception {
    try (RunningSimulator running = new RunningSimulator(RunningSimulator.quick())) {
      SseReading one = read(running, Bodies.of("What do you think about code?"));
      SseReading other = read(running, Bodies.of("What do you think about code?"));

      assertThat(other.text()).isEqualTo(one.text()).contains("```java");
      assertThat(id(other)).isNotEqualTo(id(one));
    }
  }

  @Test
  void tellsAScriptedStopReasonWithItsDetails() throws Exception {
    String script =
        "- reply: [{stop_reason: refusal}, {stop_details: {type: refusal, category: cyber}}]";
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      SseReading read = read(running, Bodies.of("go"));

      JsonNode delta = read.first("message_delta").path("delta");
      assertThat(delta.path("stop_reason").asText()).isEqualTo("refusal");
      assertThat(delta.path("stop_details").path("category").asText()).isEqualTo("cyber");
      assertThat(read.names()).containsExactly("message_start", "message_delta", "message_stop");
      assertThat(running.simulator().bill().attempts()).isZero();
    }
  }

  private static SseReading read(RunningSimulator running, ObjectNode body) throws Exception {
    String text = running.create(Json.compact(body.put("stream", true))).body();
    return SseReading.of(text.replace(": a comment\n\n", ""));
  }

  private static String id(SseReading read) {
    return read.first("message_start").path("message").path("id").asText();
  }
}
