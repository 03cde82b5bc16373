package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Journal;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.run.StoreException.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCodecTest {
  private static final String USAGE =
      """
      "usage":{"input":1,"cache_write_5m":2,"cache_write_1h":3,"cache_read":4,"output":5,\
      "thinking":6,"web_searches":7}""";

  @Test
  void writesAFinishedTurn() {
    var block = Block.of("{ \"type\":\"text\", \"text\":\"a\\u0000\" }");
    check(
        new Journal.TurnFinished(
            3,
            List.of(block),
            "end_turn",
            "model-1",
            new Usage(1, 2, 3, 4, 5, 6, 7),
            9_000_000_000L,
            Optional.of("req_1")),
        """
        {"v":1,"type":"turn_finished","turn":3,\
        "content":"[{ \\"type\\":\\"text\\", \\"text\\":\\"a\\\\u0000\\" }]",\
        "stop_reason":"end_turn","model":"model-1",%s,"cost_micros":9000000000,\
        "request_id":"req_1"}"""
            .formatted(USAGE));
  }

  @Test
  void writesAStartedToolCall() {
    check(
        new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator"),
        """
        {"v":1,"type":"tool_call_started","turn":1,"tool_use_id":"toolu_1","name":"calculator"}""");
  }

  @Test
  void writesAFinishedToolCall() {
    check(
        new Journal.ToolCallFinished(
            1,
            new ToolUseId("toolu_1"),
            "calculator",
            Journal.ToolCallFinished.Kind.SUCCEEDED,
            "4",
            12),
        """
        {"v":1,"type":"tool_call_finished","turn":1,"tool_use_id":"toolu_1","name":"calculator",\
        "kind":"succeeded","content":"4","duration_ms":12}""");
  }

  @Test
  void writesAChargedCall() {
    check(
        new Journal.CallCharged(
            2, "model-1", new Usage(1, 2, 3, 4, 5, 6, 7), 77, true, Optional.empty()),
        """
        {"v":1,"type":"call_charged","turn":2,"model":"model-1",%s,"cost_micros":77,\
        "estimated":true}"""
            .formatted(USAGE));
  }

  @ParameterizedTest
  @EnumSource(Journal.ToolCallFinished.Kind.class)
  void readsEveryKindOfEnd(Journal.ToolCallFinished.Kind kind) {
    var entry = new Journal.ToolCallFinished(1, new ToolUseId("t"), "n", kind, "c", 1);
    assertThat(JournalCodec.decode(JournalCodec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    assertThat(
            JournalCodec.decode(
                """
                {"v":1,"type":"tool_call_started","turn":1,"tool_use_id":"t","name":"n","new":[]}
                """))
        .isEqualTo(new Journal.ToolCallStarted(1, new ToolUseId("t"), "n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\":2,\"type\":\"tool_call_started\",\"turn\":1,\"tool_use_id\":\"t\",\"name\":\"n\"}",
        "{\"v\":1,\"type\":\"something_new\",\"turn\":1}",
        "{\"v\":1,\"type\":\"tool_call_started\",\"turn\":1,\"name\":\"n\"}",
        "{\"v\":1,\"type\":\"tool_call_started\",\"turn\":1,\"tool_use_id\":\"\",\"name\":\"n\"}",
        "{\"v\":1,\"type\":\"tool_call_started\",\"turn\":1.5,\"tool_use_id\":\"t\",\"name\":\"n\"}",
        "{\"type\":\"tool_call_started\"}",
        "[]",
        "{\"v\":1,",
        ""
      })
  void refusesWhatItCannotRead(String stored) {
    assertThatThrownBy(() -> JournalCodec.decode(stored))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }

  private static void check(Journal.Entry entry, String stored) {
    assertThat(JournalCodec.encode(entry)).isEqualTo(stored);
    assertThat(JournalCodec.decode(stored)).isEqualTo(entry);
  }
}
