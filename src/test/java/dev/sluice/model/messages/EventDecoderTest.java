package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelEvent.BlockStarted;
import dev.sluice.model.ModelEvent.BlockStopped;
import dev.sluice.model.ModelEvent.CitationDelta;
import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelEvent.MessageChanged;
import dev.sluice.model.ModelEvent.MessageStarted;
import dev.sluice.model.ModelEvent.MessageStopped;
import dev.sluice.model.ModelEvent.Ping;
import dev.sluice.model.ModelEvent.SignatureDelta;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelEvent.ThinkingDelta;
import dev.sluice.model.ModelEvent.ToolInputDelta;
import dev.sluice.model.ModelEvent.Unknown;
import dev.sluice.model.StopReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventDecoderTest {

  @Test
  void readsTheStartWithItsUsage() {
    var event =
        EventDecoder.decode(
            "message_start",
            """
            {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":5,\
            "cache_creation_input_tokens":30,"cache_read_input_tokens":7,\
            "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},\
            "output_tokens":1}}   }""");

    assertThat(event)
        .isInstanceOfSatisfying(
            MessageStarted.class,
            started -> {
              assertThat(started.messageId()).isEqualTo("msg_1");
              assertThat(started.model()).isEqualTo("m");
              assertThat(started.usage().over(Usage.ZERO))
                  .isEqualTo(new Usage(5, 10, 20, 7, 1, 0, 0));
            });
  }

  @Test
  void readsEveryDelta() {
    assertThat(delta("{\"type\":\"text_delta\",\"text\":\"a\"}")).isEqualTo(new TextDelta(3, "a"));
    assertThat(delta("{\"type\":\"thinking_delta\",\"thinking\":\"t\"}"))
        .isEqualTo(new ThinkingDelta(3, "t"));
    assertThat(delta("{\"type\":\"signature_delta\",\"signature\":\"s+/=\"}"))
        .isEqualTo(new SignatureDelta(3, "s+/="));
    assertThat(delta("{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\"}"))
        .isEqualTo(new ToolInputDelta(3, "{\"a"));
    assertThat(delta("{\"type\":\"citations_delta\",\"citation\": {\"x\" : 1.0e2 } }"))
        .isEqualTo(new CitationDelta(3, "{\"x\" : 1.0e2 }"));
  }

  @Test
  void keepsTheShellCharacterForCharacter() {
    String shell = "{ \"type\":\"x_result\", \"n\":1.50, \"s\":\"\\u00fc\\/\", \"e\":{} }";

    assertThat(
            EventDecoder.decode(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":" + shell + "  }"))
        .isEqualTo(new BlockStarted(2, "x_result", shell));
  }

  @Test
  void cutsOutALargeShellWhole() {
    String shell = "{\"type\":\"x_result\",\"content\":\"" + "ü€\\\"".repeat(30_000) + "\"}";

    assertThat(
            EventDecoder.decode(
                "content_block_start",
                "{\"content_block\":" + shell + ",\"index\":0,\"type\":\"content_block_start\"}"))
        .isEqualTo(new BlockStarted(0, "x_result", shell));
  }

  @Test
  void readsTheSmallEvents() {
    assertThat(EventDecoder.decode("ping", "{\"type\": \"ping\"}")).isEqualTo(new Ping());
    assertThat(EventDecoder.decode("message_stop", "{\"type\":\"message_stop\"   }"))
        .isEqualTo(new MessageStopped());
    assertThat(EventDecoder.decode("x", "{\"type\":\"content_block_stop\",\"index\":4 }"))
        .isEqualTo(new BlockStopped(4));
  }

  @Test
  void readsTheChangeWithStopDetails() {
    var event =
        EventDecoder.decode(
            "message_delta",
            """
            {"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null,\
            "stop_details":{"type":"refusal","category":"bio" }},"usage":{"output_tokens":9}}""");

    assertThat(event)
        .isInstanceOfSatisfying(
            MessageChanged.class,
            changed -> {
              assertThat(changed.stopReason()).contains(StopReason.of("refusal"));
              assertThat(changed.stopSequence()).isEmpty();
              assertThat(changed.stopDetails())
                  .contains("{\"type\":\"refusal\",\"category\":\"bio\" }");
              assertThat(changed.usage().over(Usage.of(3, 1))).isEqualTo(Usage.of(3, 9));
            });
  }

  @Test
  void absentAndNullAreTheSame() {
    var absent = EventDecoder.decode("message_delta", "{\"type\":\"message_delta\"}");
    var nulls =
        EventDecoder.decode(
            "message_delta",
            """
            {"type":"message_delta","delta":{"stop_reason":null,"stop_sequence":null,\
            "stop_details":null},"usage":{"input_tokens":null,"cache_creation":null}}""");

    assertThat(absent).isEqualTo(nulls);
    assertThat(delta("{\"type\":\"text_delta\"}")).isEqualTo(new TextDelta(3, ""));
  }

  @Test
  void countsThatAreNoCountsAreNotReported() {
    var usage =
        UsageDecoder.decode(
            Json.parse(
                "{\"input_tokens\":-4,\"output_tokens\":\"9\",\"cache_read_input_tokens\":1e400}"));

    assertThat(usage.over(Usage.of(1, 2))).isEqualTo(Usage.of(1, 2));
  }

  @Test
  void theEventNameCountsOnlyWithoutAType() {
    assertThat(EventDecoder.decode("message_stop", "{}")).isEqualTo(new MessageStopped());
    assertThat(EventDecoder.decode("message", "{\"type\":\"ping\"}")).isEqualTo(new Ping());
  }

  @Test
  void keepsUnknownThingsRaw() {
    for (String raw : List.of("{\"type\":\"new_thing\",\"a\":1 }", "{\"a\":[]}")) {
      assertThat(EventDecoder.decode("new_thing", raw)).isEqualTo(new Unknown("new_thing", raw));
    }
    assertThat(EventDecoder.decode("message", "[DONE]"))
        .isEqualTo(new Unknown("message", "[DONE]"));
    assertThat(delta("{\"type\":\"tone_delta\"}")).isInstanceOf(Unknown.class);
    assertThat(delta("{\"type\":\"citations_delta\",\"citation\":null}"))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void readsErrorsOfEveryShape() {
    assertThat(
            EventDecoder.decode(
                "error",
                """
                {"type":"error","error":{"type":"overloaded_error","message":"Over\\nloaded",\
                "details":{"error_code":"ramp"}},"request_id":"req_1"}"""))
        .isEqualTo(
            new ErrorReported(
                "overloaded_error", "Over loaded", Optional.of("ramp"), Optional.of("req_1")));
    assertThat(EventDecoder.decode("error", "upstream gone"))
        .isEqualTo(
            new ErrorReported("api_error", "upstream gone", Optional.empty(), Optional.empty()));
    assertThat(EventDecoder.decode("error", "{\"error\":\"text\"}"))
        .isEqualTo(new ErrorReported("api_error", "text", Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"content_block_start\",\"index\":0}",
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{}}",
        "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\"}}",
        "{\"type\":\"content_block_stop\",\"index\":-1}",
        "{\"type\":\"content_block_stop\",\"index\":\"0\"}",
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}",
        "{\"type\":",
        "[]",
        "7"
      })
  void refusesWhatWouldMakeTheMessageWrong(String data) {
    assertThatThrownBy(() -> EventDecoder.decode("content_block_start", data))
        .isInstanceOf(InvalidJson.class);
  }

  private static Object delta(String delta) {
    return EventDecoder.decode(
        "content_block_delta",
        "{\"type\":\"content_block_delta\",\"index\":3,\"delta\":" + delta + "  }");
  }
}
