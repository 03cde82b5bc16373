package dev.sluice.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
  private static final String CALL =
      "{'role': 'user', 'content': 'go'}, {'role': 'assistant', 'content': [{'type': 'tool_use',"
          + " 'id': 't1', 'name': 'a', 'input': {}}, {'type': 'tool_use', 'id': 't2', 'name': 'b',"
          + " 'input': {}}]}, ";
  private static final String ONE = "{'type': 'tool_result', 'tool_use_id': 't1'}";
  private static final String TWO = "{'type': 'tool_result', 'tool_use_id': 't2', 'content': 'x'}";
  private static final String TEXT = "{'type': 'text', 'text': 'and?'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'system': 'Be kind'",
        "'system': [{'type': 'text', 'text': 'Be kind'}]",
        "'thinking': {'type': 'adaptive', 'display': 'summarized'}",
        "'model': 'claude-sonnet-5-5', 'thinking': {'type': 'between_tools'}",
        "'model': 'claude-opus-5', 'thinking': {'type': 'disabled'}",
        "'model': 'claude-haiku-4-5', 'max_tokens': 2000, 'thinking': {'type': 'enabled',"
            + " 'budget_tokens': 1024}",
        "'tools': [{'name': 'a', 'input_schema': {'type': 'object'}}], 'tool_choice': {'type':"
            + " 'none'}",
        "'tools': [{'type': 'web_search_20260318', 'name': 'web_search'}]",
        "'model': 'claude-opus-5', 'tools': [{'name': 'a', 'input_schema': {'type': 'object'}}],"
            + " 'tool_choice': {'type': 'any'}",
        "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'user', 'content': 'b'}]",
        "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'system', 'content': 'b'}]",
        "'max_tokens': 0",
      })
  void acceptsWhatTheApiAccepts(String fields) {
    assertThat(RequestRules.forCreate(Calls.with(fields), true, false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'max_tokens': 'x' | max_tokens: Input should be a valid integer",
        "'max_tokens': 128001 | max_tokens: 128001 > 128000",
        "'max_tokens': 0, 'stream': true | max_tokens: 0 only fills",
        "'stream': 1 | stream: Input should be a valid boolean",
        "'system': 5 | system: Input should be",
        "'colour': 1 | colour: Extra inputs are not permitted",
        "'temperature': 1 | temperature: not supported",
        "'top_k': 5 | top_k: not supported",
        "'thinking': {'type': 'disabled'} | thinking.type: `disabled`",
        "'thinking': {'type': 'enabled', 'budget_tokens': 2000} | thinking.type: `enabled`",
        "'model': 'claude-haiku-4-5', 'thinking': {'type': 'enabled', 'budget_tokens': 9} |"
            + " thinking.enabled.budget",
        "'model': 'claude-haiku-4-5', 'thinking': {'type': 'enabled', 'budget_tokens': 2000} |"
            + " max_tokens: must be",
        "'tools': [{'name': 'a b', 'input_schema': {'type': 'object'}}] | tools.0.name",
        "'tools': [{'name': 'a'}] | tools.0.input_schema.type",
        "'tools': [{'type': 'x', 'name': 'a'}, {'type': 'x', 'name': 'a'}] | tools: Tool names must"
            + " be unique",
        "'tool_choice': {'type': 'any'} | tool_choice: forced tool use is not supported",
        "'model': 'claude-opus-5', 'tool_choice': {'type': 'any'} | tool_choice: may only be"
            + " specified",
        "'messages': [] | messages: at least one",
        "'messages': 'x' | messages: Field required",
        "'messages': [{'role': 'tool', 'content': 'a'}] | messages.0.role",
        "'messages': [{'role': 'user', 'content': ''}] | messages.0: all messages must have"
            + " non-empty",
        "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': ''}]}] | messages: text"
            + " content blocks",
        "'messages': [{'role': 'user', 'content': [{'type': 'tool_use', 'id': 'x'}]}] |"
            + " messages.0.content.0",
        "'messages': [{'role': 'assistant', 'content': 'a'}] | messages: first message",
        "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': 'b'}] |"
            + " This model does not",
        "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'a', 'citations':"
            + " [1]}]}] | messages.0.content: `citations`",
        "'model': 'claude-sonnet-5', 'messages': [{'role': 'user', 'content': 'a'}, {'role':"
            + " 'system', 'content': 'b'}] | messages.1.role",
      })
  void refusesWhatTheApiRefuses(String fields, String complaint) {
    ApiError error = RequestRules.forCreate(Calls.with(fields), false, false).orElseThrow();

    assertThat(error.status()).isEqualTo(400);
    assertThat(error.type()).isEqualTo("invalid_request_error");
    assertThat(error.message()).startsWith(complaint.strip());
  }

  @Test
  void wantsMaxTokensToCreateAndNotToCount() {
    MessagesRequest request =
        Calls.of("{'model': 'claude-opus-5-5', 'messages': [{'role': 'user', 'content': 'a'}]}");

    assertThat(RequestRules.forCount(request)).isEmpty();
    assertThat(RequestRules.forCreate(request, false, false).orElseThrow().message())
        .isEqualTo("max_tokens: Field required");
  }

  @Test
  void acceptsOnlyUnchangedSamplingInTheOldVersion() {
    assertThat(old("'temperature': 1.0, 'top_p': 0.99")).isNull();
    assertThat(old("'temperature': 0.5")).startsWith("temperature");
    assertThat(old("'model': 'claude-opus-4-6', 'temperature': 0.5")).isNull();
  }

  @Test
  void wantsAllResultsFirstInTheNextMessage() {
    assertThat(complaint(CALL + user(ONE, TWO, TEXT))).isNull();
    assertThat(complaint(CALL + user(TWO, ONE))).isNull();
    assertThat(complaint(CALL + user(ONE)))
        .startsWith("messages.1: `tool_use` ids were found without `tool_result` blocks")
        .contains("t2");
    assertThat(complaint(CALL + user(TEXT, ONE, TWO))).contains("must come first");
    assertThat(complaint(CALL + user(ONE, ONE, TWO))).contains("single result");
    assertThat(complaint(CALL + user(TEXT))).contains("t1, t2");
    assertThat(complaint(user(ONE))).startsWith("messages.0: unexpected `tool_use_id`");
    assertThat(complaint(CALL + user(ONE) + ", " + user(TWO))).contains("t2");
  }

  @Test
  void letsAPausedTurnStandLast() {
    MessagesRequest paused =
        Calls.with(
            "'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content':"
                + " 'b'}]");

    assertThat(RequestRules.forCreate(paused, false, true)).isEmpty();
    assertThat(RequestRules.forCreate(paused, false, false)).isPresent();
  }

  private static @Nullable String complaint(String messages) {
    return RequestRules.forCreate(Calls.with("'messages': [" + messages + "]"), false, false)
        .map(ApiError::message)
        .orElse(null);
  }

  private static @Nullable String old(String fields) {
    MessagesRequest request = Calls.of(Calls.merged(fields), "2023-06-01");
    return RequestRules.forCreate(request, false, false).map(ApiError::message).orElse(null);
  }

  private static String user(String... blocks) {
    return "{'role': 'user', 'content': [" + String.join(", ", blocks) + "]}";
  }
}
