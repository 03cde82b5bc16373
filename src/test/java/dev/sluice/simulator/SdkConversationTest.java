package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SdkConversationTest {
  private final RunningSimulator running =
      new RunningSimulator(RunningSimulator.quick().withStrict(true));
  private final AnthropicClient client = running.sdk();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void streamsTheSameAnswerThatItGivesAsAWhole() {
    MessageCreateParams params = ask("Tell me a long story about Zürich 🚚").build();

    Message whole = client.messages().create(params);
    Message streamed = stream(params);

    assertThat(text(streamed)).isEqualTo(text(whole)).contains("Zürich 🚚");
    assertThat(text(whole).split("\\s+")).hasSizeGreaterThan(550);
    assertThat(streamed.stopReason()).contains(StopReason.END_TURN);
    assertThat(streamed.usage().outputTokens()).isEqualTo(whole.usage().outputTokens());
    assertThat(streamed.usage().inputTokens()).isEqualTo(whole.usage().inputTokens());
  }

  @Test
  void goesThroughAToolRoundTripInStrictMode() {
    MessageCreateParams.Builder params =
        ask("What is 15 * 23, and what is the weather in Berlin?")
            .addTool(tool("calculator", "expression"))
            .addTool(tool("get_weather", "city"));

    Message calls = stream(params.build());
    assertThat(calls.stopReason()).contains(StopReason.TOOL_USE);
    List<ToolUseBlock> uses =
        calls.content().stream().map(ContentBlock::toolUse).flatMap(Optional::stream).toList();
    assertThat(uses).extracting(ToolUseBlock::name).containsExactly("calculator", "get_weather");
    assertThat(input(uses.get(0))).isEqualTo(Map.of("expression", "15 * 23"));
    assertThat(input(uses.get(1))).isEqualTo(Map.of("city", "Berlin"));
    assertThat(calls.content().getFirst().isThinking()).isTrue();

    params
        .addMessage(calls)
        .addUserMessageOfContentBlockParams(
            List.of(result(uses.get(0), "345", false), result(uses.get(1), "service down", true)));
    Message answer = stream(params.build());

    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    assertThat(text(answer)).contains("345", "get_weather", "failed: service down");
  }

  @Test
  void answersWithoutToolsWhenNoneIsOffered() {
    Message answer = client.messages().create(ask("What is 15 * 23?").build());

    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    assertThat(text(answer)).contains("What is 15 * 23?");
  }

  @Test
  void countsTheTokensThatItLaterCharges() {
    long counted =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model("claude-opus-5-5")
                    .addUserMessage("How many tokens is this?")
                    .build())
            .inputTokens();
    Message message = client.messages().create(ask("How many tokens is this?").build());

    assertThat(counted).isPositive().isEqualTo(message.usage().inputTokens());
  }

  @Test
  void listsModelsAndFindsOneByItsAlias() {
    List<String> ids = client.models().list().autoPager().stream().map(ModelInfo::id).toList();

    assertThat(ids).contains("claude-opus-5-5", "claude-haiku-4-5").startsWith("claude-fable-5-2");
    assertThat(client.models().retrieve("claude-haiku-4-5-20251001").id())
        .isEqualTo("claude-haiku-4-5");
  }

  @Test
  void cutsAnAnswerAtMaxTokens() {
    Message message = stream(ask("Tell me a story").maxTokens(10).build());

    assertThat(message.stopReason()).contains(StopReason.MAX_TOKENS);
    assertThat(message.usage().outputTokens()).isEqualTo(10);
    assertThat(text(message)).hasSizeBetween(30, 40);
  }

  @Test
  void endsAtAStopSequence() {
    Message message =
        stream(ask("Tell me a story").addStopSequence("the keeper of the sluice").build());

    assertThat(message.stopReason()).contains(StopReason.STOP_SEQUENCE);
    assertThat(message.stopSequence()).contains("the keeper of the sluice");
    assertThat(text(message)).endsWith("here is the story of ");
  }

  private Message stream(MessageCreateParams params) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private static MessageCreateParams.Builder ask(String text) {
    return MessageCreateParams.builder()
        .model("claude-opus-5-5")
        .maxTokens(4096)
        .addUserMessage(text);
  }

  private static Tool tool(String name, String property) {
    return Tool.builder()
        .name(name)
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty(property, JsonValue.from(Map.of("type", "string")))
                        .build())
                .required(List.of(property))
                .build())
        .build();
  }

  private static ContentBlockParam result(ToolUseBlock use, String text, boolean error) {
    return ContentBlockParam.ofToolResult(
        ToolResultBlockParam.builder().toolUseId(use.id()).content(text).isError(error).build());
  }

  private static Object input(ToolUseBlock use) {
    return Objects.requireNonNull(use._input().convert(Map.class));
  }

  private static String text(Message message) {
    return message.content().stream()
        .map(ContentBlock::text)
        .flatMap(Optional::stream)
        .map(block -> block.text())
        .collect(Collectors.joining());
  }
}
