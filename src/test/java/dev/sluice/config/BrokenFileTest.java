package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the file, the answer is a configuration or its problems. */
class BrokenFileTest {
  record Agent(Optional<Duration> timeout, List<String> tools, int turns) {}

  record App(Map<String, Agent> agents, Secret apiKey, JsonNode schema, List<Agent> more) {}

  private static final String FILE =
      """
      agents:
        default: {timeout: 30s, tools: [clock, "note"], turns: ${TURNS:5}}
        other:
          tools:
            - 'a''b'
            - "c\\u00e9"
          turns: 0
      api_key: ${KEY}   # a comment
      schema:
        type: object
        text: |
          two
          lines
        folded: >-
          one
          line
      more: []
      """;
  private static final String PARTS = "{}[]:,-?*&!|>'\"%@`#~$ \n\t\r\\\0\uFEFF\u00e9a1.";

  private final Loading<App> loading =
      Loading.of(App.class, new App(Map.of(), Secret.of("s"), NullNode.getInstance(), List.of()))
          .with(Map.of("KEY", "hunter2"));

  @RepeatedTest(20)
  void answersAnyMutationWithProblemsThatAreFitToPrint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 500; i++) {
      for (String problem : loading.problems(mutated(random))) {
        assertThat(problem).startsWith("test.yaml").doesNotContain("hunter2");
        assertThat(problem.chars()).noneMatch(Character::isISOControl);
      }
    }
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(FILE);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, PARTS.charAt(random.nextInt(PARTS.length())));
        default -> text.setCharAt(at, PARTS.charAt(random.nextInt(PARTS.length())));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "{a: ", "? ", "- ", "&a ", "*a ", "!a ", "\"", "'", "|", "%", "${A:", ": "})
  void answersLongRepetitions(String part) {
    assertThat(loading.problems("schema:\n  " + part.repeat(99_999))).isNotEmpty();
    assertThat(loading.problems(part.repeat(99_999))).isNotEmpty();
  }
}
