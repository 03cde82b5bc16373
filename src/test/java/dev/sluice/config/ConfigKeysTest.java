package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigKeysTest {
  record Http(@Doc("Where to listen.") String host, @Range(min = 0, max = 65535) int port) {}

  record Tool(@NotBlank String url, Optional<Duration> timeout) {}

  record Agent(@Size(min = 1) List<String> tools) {
    static Agent defaults() {
      return new Agent(List.of("clock"));
    }
  }

  enum Role {
    ALL,
    WORKER
  }

  record App(
      Http http,
      Role role,
      Optional<Secret> apiKey,
      @Doc("a | b") @DurationRange(min = "1s") Duration grace,
      List<Tool> tools,
      Map<String, Agent> agents,
      Optional<Http> admin,
      @Matches(regex = "|[a-z]+", message = "must be letters") String word) {}

  private static final App DEFAULTS =
      new App(
          new Http("127.0.0.1", 8080),
          Role.ALL,
          Optional.of(Secret.of("hunter2")),
          Duration.ofSeconds(30),
          List.of(),
          Map.of("default", new Agent(List.of("calculator", "clock"))),
          Optional.empty(),
          "");

  @Test
  void listsEveryKeyWithTypeDefaultBoundsAndDoc() {
    assertThat(ConfigKeys.of(App.class, DEFAULTS))
        .containsExactly(
            new ConfigKey("http.host", "text", "127.0.0.1", "", "Where to listen."),
            new ConfigKey("http.port", "whole number", "8080", "at least 0, at most 65535", ""),
            new ConfigKey("role", "one of all, worker", "all", "", ""),
            new ConfigKey("api_key", "secret", "***", "", ""),
            new ConfigKey("api_key_file", "path", "(none)", "", "A file that holds api_key."),
            new ConfigKey("grace", "duration", "30s", "at least 1s", "a | b"),
            new ConfigKey("tools", "list of group of keys", "[]", "", ""),
            new ConfigKey("tools[].url", "text", "(required)", "must not be blank", ""),
            new ConfigKey("tools[].timeout", "duration", "(none)", "", ""),
            new ConfigKey(
                "agents",
                "map of group of keys",
                "{default: {tools: [calculator, clock]}}",
                "",
                ""),
            new ConfigKey(
                "agents.<name>.tools", "list of text", "[clock]", "must have at least 1 entry", ""),
            new ConfigKey("admin", "group of keys", "(none)", "", ""),
            new ConfigKey("admin.host", "text", "(required)", "", "Where to listen."),
            new ConfigKey(
                "admin.port", "whole number", "(required)", "at least 0, at most 65535", ""),
            new ConfigKey("word", "text", "\"\"", "letters", ""));
  }

  @Test
  void rendersATableForTheReference() {
    assertThat(ConfigKeys.markdown(ConfigKeys.of(App.class, DEFAULTS)).lines())
        .startsWith(
            "| key | type | default | allowed | meaning |",
            "|---|---|---|---|---|",
            "| `http.host` | text | `127.0.0.1` |  | Where to listen. |")
        .contains("| `grace` | duration | `30s` | at least 1s | a \\| b |")
        .contains("| `tools[].url` | text | (required) | must not be blank |  |");
  }
}
