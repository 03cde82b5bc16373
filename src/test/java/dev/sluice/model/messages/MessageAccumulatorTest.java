package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Json;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelEvent.BlockStarted;
import dev.sluice.model.ModelEvent.BlockStopped;
import dev.sluice.model.ModelEvent.HeadReceived;
import dev.sluice.model.ModelEvent.MessageChanged;
import dev.sluice.model.ModelEvent.MessageStopped;
import dev.sluice.model.ModelEvent.TextDelta;
import dev.sluice.model.ModelEvent.ToolInputDelta;
import dev.sluice.model.ModelReply;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import dev.sluice.model.StopReason;
import dev.sluice.model.StopReason.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageAccumulatorTest {

  @Test
  void joinsText() {
    ModelReply reply = reply("text");

    assertThat(reply.messageId()).isEqualTo("msg_01AbT9kLr3WnXq7YvDc5HsGe");
    assertThat(reply.model()).isEqualTo("claude-opus-5-5");
    assertThat(json(reply))
        .containsExactly(
            "{\"type\":\"text\",\"text\":\"Your order is on its way 🚚. Grüße 🚚\\n\"}");
    assertThat(reply.stopReason().kind()).isEqualTo(Kind.END_TURN);
    assertThat(reply.usage()).isEqualTo(Usage.of(19, 14));
  }

  @Test
  void buildsHiddenThinkingTextAndParallelCalls() {
    ModelReply reply = reply("tools");

    assertThat(json(reply))
        .containsExactly(
            "{\"type\":\"thinking\",\"thinking\":\"\","
                + "\"signature\":\"EqMCCkgIBxABGAIqQK3p0cZ9lY7v+/==\"}",
            "{\"type\":\"text\",\"text\":\"I will check both orders.\"}",
            "{\"type\":\"tool_use\",\"id\":\"toolu_01NfQ6xWb8MzTk3RyVhJc5Ds\","
                + "\"name\":\"lookup_order\",\"input\":{\"number\": \"4711\"},"
                + "\"caller\":{\"type\":\"direct\"}}",
            "{\"type\":\"tool_use\",\"id\":\"toolu_01YtLk4PvCs9GwHm2XqBz7Re\","
                + "\"name\":\"lookup_order\",\"input\":{\"number\": \"4712\"},"
                + "\"caller\":{\"type\":\"direct\"}}");
    assertThat(reply.stopReason().kind()).isEqualTo(Kind.TOOL_USE);
    assertThat(reply.usage()).isEqualTo(new Usage(412, 0, 0, 2210, 143, 57, 0));
  }

  @Test
  void keepsSummarisedAndRedactedThinking() {
    assertThat(json(reply("thinking")))
        .containsExactly(
            "{\"type\":\"thinking\",\"thinking\":\"First the number.\","
                + "\"signature\":\"c2lnbmF0dXJl\"}",
            "{\"type\":\"redacted_thinking\",\"data\":\"b3BhcXVl/+A=\"}",
            "{\"type\":\"text\",\"text\":\"Done.\"}");
  }

  @Test
  void keepsServerToolBlocksAsTheyCameAndAppendsCitations() {
    ModelReply reply = reply("server-tools");

    assertThat(json(reply).getFirst())
        .isEqualTo(
            "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_01\",\"name\":\"web_search\","
                + "\"input\":{\"query\": \"order 4711\"},\"caller\":{\"type\":\"direct\"}}");
    assertThat(Fixtures.text("server-tools")).contains(json(reply).get(1));
    assertThat(json(reply).get(2))
        .isEqualTo(
            "{\"citations\":[{\"type\":\"web_search_result_location\","
                + "\"cited_text\":\"It left.\",\"url\":\"https://example.org/a?b=1\","
                + "\"encrypted_index\":\"Eo8+/=\"}],"
                + "\"type\":\"text\",\"text\":\"It left the warehouse.\"}");
    assertThat(reply.usage()).isEqualTo(new Usage(900, 100, 200, 0, 77, 0, 1));
  }

  @Test
  void keepsUnknownBlocksAndUnknownFieldsOfKnownOnes() {
    assertThat(json(reply("unknown-things")))
        .containsExactly(
            "{\"type\":\"hologram\",\"id\":\"h1\",\"layers\":[{\"z\":1.0}], \"name\":\"x\"}",
            "{\"type\":\"text\",\"text\":\"Hi\",\"mood\":\"calm\"}");
  }

  @Test
  void aToolWithoutArgumentsGetsAnEmptyObject() {
    ModelReply reply = reply("terse");

    assertThat(reply.blocks())
        .extracting(block -> Json.write(block.node().path("input")))
        .containsExactly("{}", "{}");
    assertThat(reply.usage()).isEqualTo(Usage.of(7, 12));
  }

  @Test
  void keepsFragmentsVerbatim() {
    var message = calling("{\"a\" : 1.0,\n", "\"big\":12345678901234567890123,\"a\":2}");

    assertThat(json(message.reply()))
        .containsExactly(
            "{\"type\":\"tool_use\",\"id\":\"t\",\"input\":"
                + "{\"a\" : 1.0,\n\"big\":12345678901234567890123,\"a\":2}}");
  }

  @Test
  void emptyFragmentsLeaveTheInputOfTheShell() {
    var message = new MessageAccumulator();
    message.accept(
        new BlockStarted(
            0, "server_tool_use", "{\"type\":\"server_tool_use\",\"input\":{\"q\":1}}"));
    message.accept(new ToolInputDelta(0, ""));
    message.accept(new BlockStopped(0));
    finish(message, "end_turn");

    assertThat(json(message.reply()))
        .containsExactly("{\"type\":\"server_tool_use\",\"input\":{\"q\":1}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\": \"half", "[1]", "\"text\"", "{}{}", "{\"a\":1}}"})
  void aCallWhoseInputIsNoObjectIsNotPartOfTheMessage(String fragments) {
    assertThat(calling(fragments).reply().blocks()).isEmpty();
  }

  @Test
  void aCallCutOffByTheTokenLimitIsNotPartOfTheMessage() {
    ModelReply reply = reply("max-tokens-in-tool");

    assertThat(reply.stopReason().kind()).isEqualTo(Kind.MAX_TOKENS);
    assertThat(json(reply)).containsExactly("{\"type\":\"text\",\"text\":\"Saving.\"}");
  }

  @Test
  void aLastCallWithoutAnyInputIsCutOffWhenTheModelRanOutOfRoom() {
    for (String reason : List.of("max_tokens", "model_context_window_exceeded")) {
      var message = new MessageAccumulator();
      call(message, 0, "");
      call(message, 1, "");
      finish(message, reason);

      assertThat(message.reply().blocks()).hasSize(1);
    }
    var whole = new MessageAccumulator();
    call(whole, 0, "");
    finish(whole, "tool_use");
    assertThat(whole.reply().blocks()).hasSize(1);
  }

  @Test
  void halfOfASurrogatePairSurvivesAsAnEscape() {
    var message = new MessageAccumulator();
    message.accept(new TextDelta(0, "a\ud83d"));
    message.accept(new TextDelta(0, "\ude9a\ud83d"));
    finish(message, "end_turn");

    assertThat(message.reply().blocks().getFirst().json())
        .isEqualToIgnoringCase("{\"type\":\"text\",\"text\":\"a\\ud83d\\ude9a\\ud83d\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "text,END_TURN",
    "tools,TOOL_USE",
    "max-tokens,MAX_TOKENS",
    "stop-sequence,STOP_SEQUENCE",
    "pause-turn,PAUSE_TURN",
    "refusal,REFUSAL",
    "context-window,CONTEXT_WINDOW_EXCEEDED",
    "unknown-stop-reason,UNKNOWN",
    "empty-end-turn,END_TURN"
  })
  void reportsEveryStopReason(String fixture, Kind kind) {
    assertThat(reply(fixture).stopReason().kind()).isEqualTo(kind);
  }

  @Test
  void keepsWhatExplainsTheStop() {
    assertThat(reply("stop-sequence").stopSequence()).contains("three");
    assertThat(reply("refusal").stopDetails())
        .contains("{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":null}");
    assertThat(reply("unknown-stop-reason").stopReason().wire()).isEqualTo("compaction");
  }

  @Test
  void usageIsReplacedFieldByFieldNeverAdded() {
    var message = new MessageAccumulator();
    message.accept(
        EventDecoder.decode(
            "message_start",
            """
            {"message":{"usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":1}}}"""));
    message.accept(EventDecoder.decode("message_delta", "{\"usage\":{\"output_tokens\":20}}"));
    message.accept(
        EventDecoder.decode(
            "message_delta", "{\"usage\":{\"input_tokens\":12,\"output_tokens\":30}}"));

    assertThat(message.partial().usage()).isEqualTo(new Usage(12, 0, 0, 5, 30, 0, 0));
  }

  @Test
  void theRequestIdComesFromTheHead() {
    var message = new MessageAccumulator();
    message.accept(new HeadReceived(new ResponseHead(200, Optional.of("req_1"), Map.of())));
    Fixtures.events("text").forEach(message::accept);

    assertThat(message.reply().requestId()).contains("req_1");
  }

  @Test
  void refusesAReplyBeforeTheStop() {
    var message = new MessageAccumulator();
    List<ModelEvent> events = Fixtures.events("text");
    events.subList(0, events.size() - 1).forEach(message::accept);

    assertThatThrownBy(message::reply).isInstanceOf(IllegalStateException.class);
    message.accept(events.getLast());
    assertThat(message.reply().blocks()).hasSize(1);
  }

  @Test
  void nothingReceivedIsUnanswered() {
    assertThat(new MessageAccumulator().partial()).isEqualTo(PartialReply.UNANSWERED);
  }

  @Test
  void aPartialReplyHoldsWholeBlocksAndTheTextThatCame() {
    var message = new MessageAccumulator();
    List<ModelEvent> events = Fixtures.events("tools");
    int inFirstCall = events.indexOf(new ToolInputDelta(2, "{\"num"));
    events.subList(0, inFirstCall + 1).forEach(message::accept);

    PartialReply partial = message.partial();
    assertThat(partial.blocks()).extracting(Block::type).containsExactly("thinking", "text");
    assertThat(partial.started()).isTrue();
    assertThat(partial.usage()).isEqualTo(new Usage(412, 0, 0, 2210, 8, 0, 0));
    assertThat(partial.receivedChars())
        .isEqualTo("I will check both orders.".length() + "{\"num".length());

    PartialReply cutText = Fixtures.accumulated("error-midstream").partial();
    assertThat(cutText.blocks()).containsExactly(Block.text("Let me"));
  }

  @Test
  void anEmptyUnfinishedTextIsNotWorthKeeping() {
    var message = new MessageAccumulator();
    message.accept(new BlockStarted(0, "text", "{\"type\":\"text\",\"text\":\"\"}"));

    assertThat(message.partial().blocks()).isEmpty();
  }

  private static ModelReply reply(String fixture) {
    return Fixtures.accumulated(fixture).reply();
  }

  private static List<String> json(ModelReply reply) {
    return reply.blocks().stream().map(Block::json).toList();
  }

  private static MessageAccumulator calling(String... fragments) {
    var message = new MessageAccumulator();
    call(message, 0, fragments);
    finish(message, "tool_use");
    return message;
  }

  private static void call(MessageAccumulator message, int index, String... fragments) {
    message.accept(
        new BlockStarted(index, "tool_use", "{\"type\":\"tool_use\",\"id\":\"t\",\"input\":{}}"));
    for (String fragment : fragments) {
      message.accept(new ToolInputDelta(index, fragment));
    }
    message.accept(new BlockStopped(index));
  }

  private static void finish(MessageAccumulator message, String reason) {
    message.accept(
        new MessageChanged(
            Optional.of(StopReason.of(reason)),
            Optional.empty(),
            Optional.empty(),
            UsageDecoder.decode(Json.object())));
    message.accept(new MessageStopped());
  }
}
