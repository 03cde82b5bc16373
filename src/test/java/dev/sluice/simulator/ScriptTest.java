package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {

  @Test
  void tellsEveryProblemWithItsLine() {
    String bad =
        """
        rules:
          - when: {txet: hello, turn: zero}
            reply:
              - text: fine
              - jump
              - {pause: soon}
              - {text: a, tool_use: {name: b}}
          - fail: {status: 200}
          - when: {matches: "("}
          - reply: [{tool_use: {input: {}}}]
            chunking: bytes:0
        extra: 1
        """;
    ScriptException e = catchThrowableOfType(ScriptException.class, () -> Script.parse(bad));

    assertThat(e.problems())
        .extracting(ScriptException.Problem::line)
        .containsExactly(2, 2, 5, 6, 7, 8, 9, 9, 10, 11, 12);
    assertThat(e).hasMessageContaining("unknown key 'txet'; known are");
    assertThat(e).hasMessageContaining("line 5: unknown step 'jump'");
    assertThat(e).hasMessageContaining("line 10: 'name' is missing");
  }

  @Test
  void tellsWhereTheYamlItselfIsBroken() {
    ScriptException e =
        catchThrowableOfType(
            ScriptException.class, () -> Script.parse("rules:\n  - reply: [{text: a}\n"));

    assertThat(e.problems()).singleElement().satisfies(p -> assertThat(p.line()).isEqualTo(3));
  }

  @Test
  void refusesAnEmptyScriptAndATwiceGivenKey() {
    assertThat(catchThrowableOfType(ScriptException.class, () -> Script.parse("")))
        .hasMessage("line 1: the script is empty");
    assertThat(
            catchThrowableOfType(
                ScriptException.class, () -> Script.parse("- {reply: [cut], reply: [cut]}")))
        .hasMessageContaining("the key 'reply' is given twice");
  }

  @Test
  void isLoadedFromAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("script.yaml"), "- reply: [{text: from a file}]");
    try (RunningSimulator running =
        new RunningSimulator(RunningSimulator.quick().withScript(Script.load(file)))) {
      assertThat(text(running, "anything")).isEqualTo("from a file");
    }
  }

  @Test
  void triesItsRulesInOrder() throws Exception {
    String script =
        """
        - {when: {text: WEATHER}, reply: [{text: sunny}]}
        - {when: {matches: "^\\\\d+$"}, reply: [{text: a number}]}
        - {when: {model: claude-haiku-5-5}, reply: [{text: small}]}
        - {when: {times: 1}, reply: [{text: once}]}
        - {when: {nth: 2}, reply: [{text: second of the rest}]}
        - {when: {request: [7]}, reply: [{text: seventh}]}
        - {when: {stream: true}, reply: [{text: streamed}]}
        - reply: [{text: "you said {{text}} in turn {{turn}}"}]
        """;
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      List<String> said = new ArrayList<>();
      for (String text : List.of("the weather?", "42", "a", "b", "c", "d", "e")) {
        said.add(text(running, text));
      }
      assertThat(said)
          .containsExactly(
              "sunny",
              "a number",
              "once",
              "you said b in turn 1",
              "second of the rest",
              "you said d in turn 1",
              "seventh");
    }
  }

  @Test
  void startsAnewWhenAnotherIsPlayed() throws Exception {
    try (RunningSimulator running = RunningSimulator.playing("- reply: [{text: first}]")) {
      assertThat(text(running, "go")).isEqualTo("first");
      running.simulator().play(Script.parse("- {when: {request: 1}, reply: [{text: second}]}"));

      assertThat(text(running, "go")).isEqualTo("second");
      assertThat(text(running, "Hello!")).contains("simulated model");
    }
  }

  @Test
  void seesToolResultsAndTurns() throws Exception {
    String script =
        """
        - {when: {turn: 1}, reply: [{tool_use: {name: lookup, input: {id: 7}}}]}
        - {when: {tool_result: other}, reply: [{text: wrong}]}
        - {when: {tool_result: lookup, turn: 2}, reply: [{text: "got {{results}}"}]}
        """;
    String followUp =
        """
        {"model": "claude-opus-5-5", "max_tokens": 100, "messages": [
          {"role": "user", "content": "look it up"},
          {"role": "assistant", "content": [
            {"type": "tool_use", "id": "toolu_1", "name": "lookup", "input": {"id": 7}}]},
          {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "toolu_1", "content": "seven"}]}]}
        """;
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      HttpResponse<String> calls = running.create(Bodies.whole("look it up"));
      HttpResponse<String> answer = running.create(followUp);

      assertThat(
              RunningSimulator.json(calls).path("content").path(0).path("input").path("id").asInt())
          .isEqualTo(7);
      assertThat(RunningSimulator.json(answer).path("content").path(0).path("text").asText())
          .isEqualTo("got seven");
    }
  }

  private static String text(RunningSimulator running, String question) throws Exception {
    return RunningSimulator.json(running.create(Bodies.whole(question)))
        .path("content")
        .path(0)
        .path("text")
        .asText();
  }
}
