package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDumpTest {
  enum Mode {
    FAST_PATH
  }

  record Agent(String systemPrompt, Optional<Duration> timeout, List<String> tools) {}

  record App(
      Mode mode,
      double share,
      BigDecimal price,
      DataSize size,
      Path folder,
      URI redis,
      Map<String, Agent> agents,
      List<Agent> more,
      JsonNode schema) {}

  record WithSecret(Secret apiKey, Optional<Secret> token, Map<String, Secret> users, URI redis) {}

  private static App app(URI redis) throws Exception {
    return new App(
        Mode.FAST_PATH,
        0.8,
        new BigDecimal("3.10"),
        DataSize.ofMiB(1),
        Path.of("data"),
        redis,
        Map.of("default", new Agent("Say \"hi\".\n  ${NAME}: yes\n", Optional.empty(), List.of())),
        List.of(new Agent("null", Optional.of(Duration.ofSeconds(90)), List.of("8", "true", ""))),
        new ObjectMapper().readTree("{\"a\":[1,\"1\",null,true,{\"b\":\"${X}\"}],\"c\":[]}"));
  }

  @Test
  void rendersEveryKey() throws Exception {
    assertThat(ConfigDump.render(app(URI.create("redis://localhost:6379"))))
        .isEqualTo(
            """
            mode: fast_path
            share: 0.8
            price: 3.10
            size: 1MiB
            folder: data
            redis: redis://localhost:6379
            agents:
              default:
                system_prompt: |
                  Say "hi".
                    $${NAME}: yes
                timeout: null
                tools: []
            more:
              - system_prompt: 'null'
                timeout: 90s
                tools:
                  - '8'
                  - 'true'
                  - ''
            schema:
              a:
                - 1
                - '1'
                - null
                - true
                - b: $${X}
              c: []
            """);
  }

  @Test
  void readsBackAsTheSameConfiguration() throws Exception {
    App app = app(URI.create("redis://localhost:6379"));
    App other =
        new App(
            Mode.FAST_PATH,
            0,
            BigDecimal.ONE,
            DataSize.ofKiB(1),
            Path.of("x"),
            URI.create("a:b"),
            Map.of(),
            List.of(),
            new ObjectMapper().nullNode());

    assertThat(Loading.of(App.class, other).load(ConfigDump.render(app))).isEqualTo(app);
  }

  @Test
  void masksSecretsAndPasswordsInAddresses() {
    Secret secret = Secret.of("hunter2");
    WithSecret config =
        new WithSecret(
            secret,
            Optional.of(secret),
            new TreeMap<>(Map.of("ann", secret, "bob", secret)),
            URI.create("redis://user:hunter2@localhost:6379/0"));

    assertThat(ConfigDump.render(config))
        .isEqualTo(
            """
            api_key: '***'
            token: '***'
            users:
              ann: '***'
              bob: '***'
            redis: redis://***@localhost:6379/0
            """);
    assertThat(ConfigKeys.of(WithSecret.class, config).toString()).doesNotContain("hunter2");
    assertThat(Set.of(config).toString()).contains("***");
  }

  record Address(URI uri) {}

  @ParameterizedTest
  @CsvSource({
    "redis://:hunter2@my_redis:6379, redis://***@my_redis:6379",
    "redis://u:p@hunter2@h/0, redis://***@h/0",
    "jdbc:postgresql://u:hunter2@h/db, jdbc:postgresql://***@h/db",
    "https://h/p?a=1&db_password=hunter2&b=2, https://h/p?a=1&db_password=***&b=2",
    "https://h/p?a=@b, https://h/p?a=@b"
  })
  void findsThePasswordInAnyFormOfAddress(String written, String shown) {
    assertThat(ConfigDump.render(new Address(URI.create(written))))
        .isEqualTo("uri: " + shown + "\n");
  }

  record Numbers(double real, BigDecimal exact, Duration pause) {}

  @Test
  void writesNumbersWithoutExponent() {
    assertThat(
            ConfigDump.render(new Numbers(1e10, new BigDecimal("2.5E+3"), Duration.ofMillis(1500))))
        .isEqualTo("real: 10000000000\nexact: 2500\npause: 1500ms\n");
    assertThat(ConfigDump.render(new Numbers(1e-7, new BigDecimal("1E-8"), Duration.ofDays(2))))
        .isEqualTo("real: 0.00000010\nexact: 0.00000001\npause: 2d\n");
  }
}
