package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsTest {
  record Http(String host, int port) {}

  record Agent(String model, int maxTokens, List<String> tools) {
    static Agent defaults() {
      return new Agent("small", 1024, List.of());
    }
  }

  record Tool(String name, String url, Optional<Duration> timeout) {}

  record App(
      Http http,
      Map<String, Agent> agents,
      List<Tool> tools,
      List<Agent> team,
      Optional<Http> admin,
      @Key("class") String kind) {}

  private static final App DEFAULTS =
      new App(
          new Http("127.0.0.1", 8080),
          Map.of("default", new Agent("large", 4096, List.of("clock"))),
          List.of(new Tool("search", "http://t", Optional.empty())),
          List.of(),
          Optional.empty(),
          "interactive");

  private final Loading<App> loading = Loading.of(App.class, DEFAULTS);

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "# only a comment\n", "---\n", "{}", "~", "http:\nagents:\n", "\uFEFF"})
  void keepsAllDefaultsWhenNothingIsWritten(String yaml) {
    assertThat(loading.load(yaml)).isEqualTo(DEFAULTS);
  }

  @Test
  void keepsTheOtherKeysOfAGroup() {
    assertThat(loading.load("http: {port: 9000}").http()).isEqualTo(new Http("127.0.0.1", 9000));
  }

  @Test
  void laysMapEntriesOverThoseOfTheDefaults() {
    App app =
        loading.load(
            """
            agents:
              support: {max_tokens: 10}
              default: {model: tiny}
              bare:
            """);

    Map<String, Agent> expected = new LinkedHashMap<>();
    expected.put("default", new Agent("tiny", 4096, List.of("clock")));
    expected.put("support", new Agent("small", 10, List.of()));
    expected.put("bare", Agent.defaults());
    assertThat(app.agents()).containsExactlyEntriesOf(expected);
  }

  @Test
  void replacesLists() {
    App app = loading.load("tools: [{name: a, url: u}]\nteam: [{model: m}]");

    assertThat(app.tools()).containsExactly(new Tool("a", "u", Optional.empty()));
    assertThat(app.team()).containsExactly(new Agent("m", 1024, List.of()));
  }

  @Test
  void requiresKeysThatHaveNoDefault() {
    String yaml =
        """
        tools:
          - name: a
            url: u
          - timeout: 5s
        admin:
          port: 1
        """;

    assertThat(loading.problems(yaml))
        .containsExactly(
            "test.yaml:4: tools[1].name: is missing, and has no default",
            "test.yaml:4: tools[1].url: is missing, and has no default",
            "test.yaml:5: admin.host: is missing, and has no default");
  }

  @Test
  void usesTheKeyThatTheComponentNames() {
    assertThat(loading.load("class: background").kind()).isEqualTo("background");
    assertThat(loading.problems("kind: background"))
        .containsExactly(
            "test.yaml:1: kind: is no known key; "
                + "known here are http, agents, tools, team, admin, class");
  }
}
