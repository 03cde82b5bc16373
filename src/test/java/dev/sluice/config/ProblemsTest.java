package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  record Agent(String systemPrompt, @Range(min = 1) int maxTokens, List<Integer> tools) {
    static Agent defaults() {
      return new Agent("", 1024, List.of());
    }
  }

  record App(Agent main, Map<String, Agent> agents, Secret apiKey) {}

  private final Loading<App> loading =
      Loading.of(App.class, new App(Agent.defaults(), Map.of(), Secret.of("built in")));

  @Test
  void reportsEverythingAtOnceInTheOrderOfTheFile() {
    String yaml =
        """
        agents:
          default:
            max_tokens: 0
            tools:
              - 1
              - 2
              - three
          "v1.5":
            max_token: 5
        main:
          max_tokens: many
          system_prompt: ${PROMPT}
        surprise: 1
        """;

    ConfigException thrown =
        Objects.requireNonNull(
            catchThrowableOfType(ConfigException.class, () -> loading.load(yaml)));

    assertThat(thrown.report())
        .isEqualTo(
            """
            test.yaml:3: agents.default.max_tokens: must be at least 1, is "0"
            test.yaml:7: agents.default.tools[2]: must be a whole number, is "three"
            test.yaml:9: agents["v1.5"].max_token: is no known key; did you mean max_tokens?
            test.yaml:11: main.max_tokens: must be a whole number, is "many"
            test.yaml:12: main.system_prompt: needs PROMPT from the environment, which is not set; \
            set it, or give a default: ${PROMPT:default}
            test.yaml:13: surprise: is no known key; known here are main, agents, api_key, \
            api_key_file""");
    assertThat(thrown).hasMessage(thrown.report());
    assertThat(thrown.problems().getFirst())
        .isEqualTo(
            new Problem(
                "test.yaml", 3, "agents.default.max_tokens", "must be at least 1, is \"0\""));
  }

  @ParameterizedTest
  @CsvSource({
    "maxTokens, max_tokens",
    "max-tokens, max_tokens",
    "max_tokns, max_tokens",
    "system_promtp, system_prompt",
    "tool, tools"
  })
  void suggestsTheKeyThatWasMeant(String written, String meant) {
    assertThat(loading.problems("main: {" + written + ": 1}"))
        .containsExactly(
            "test.yaml:1: main." + written + ": is no known key; did you mean " + meant + "?");
  }

  @Test
  void suggestsTheFileOfASecret() {
    assertThat(loading.problems("api_key_fle: x"))
        .containsExactly("test.yaml:1: api_key_fle: is no known key; did you mean api_key_file?");
  }

  @Test
  void cutsAReportThatNobodyWouldRead() {
    List<Problem> many =
        IntStream.rangeClosed(1, 103).mapToObj(i -> new Problem("f", i, "p", "is wrong")).toList();

    assertThat(new ConfigException(many).report().lines())
        .hasSize(101)
        .endsWith("f:100: p: is wrong", "and 3 more");
    assertThat(new ConfigException(many).problems()).hasSize(103);
  }

  @Test
  void shortensLongValues() {
    assertThat(loading.problems("main: {max_tokens: " + "x".repeat(1000) + "}"))
        .containsExactly(
            "test.yaml:1: main.max_tokens: must be a whole number, is \"" + "x".repeat(60) + "…\"");
  }
}
