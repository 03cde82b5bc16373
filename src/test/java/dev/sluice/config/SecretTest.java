package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final String VALUE = "hunter2-hunter2";

  record Keys(Optional<Secret> apiKey, Secret token, Map<String, Secret> users) {}

  private final Loading<Keys> loading =
      Loading.of(Keys.class, new Keys(Optional.empty(), Secret.of("default"), Map.of()));

  @TempDir private Path folder = Path.of("");

  private String file(String content) throws Exception {
    return Files.writeString(folder.resolve("key"), content).toString();
  }

  @Test
  void readsASecretFromTheFileItself() {
    Keys keys = loading.load("api_key: " + VALUE + "\nusers: {ann: " + VALUE + "}");

    assertThat(keys.apiKey()).contains(Secret.of(VALUE));
    assertThat(keys.token()).isEqualTo(Secret.of("default")).isNotEqualTo(Secret.of(VALUE));
    assertThat(keys.users().get("ann")).isEqualTo(Secret.of(VALUE));
  }

  @Test
  void neverShowsWhatItHolds() {
    Secret secret = Secret.of(VALUE);

    assertThat(secret.reveal()).isEqualTo(VALUE);
    assertThat(secret).hasToString("***");
    assertThat(loading.load("api_key: " + VALUE).toString()).doesNotContain(VALUE);
    assertThat(secret).isNotInstanceOf(java.io.Serializable.class);
    assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(secret))
        .hasMessageNotContaining(VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {VALUE, VALUE + "\n", VALUE + "\r\n"})
  void readsASecretFromAFileOfItsOwn(String content) throws Exception {
    String path = file(content);

    assertThat(loading.load("api_key_file: " + path).apiKey()).contains(Secret.of(VALUE));
    assertThat(loading.load("token_file: " + path).token()).isEqualTo(Secret.of(VALUE));
    assertThat(loading.with(Map.of("KEY_FILE", path)).load("api_key_file: ${KEY_FILE}").apiKey())
        .contains(Secret.of(VALUE));
  }

  @Test
  void refusesASecretThatIsGivenTwice() throws Exception {
    assertThat(loading.problems("api_key: " + VALUE + "\napi_key_file: " + file(VALUE)))
        .containsExactly(
            "test.yaml:2: api_key_file: stands beside api_key; keep only one of the two");
  }

  @Test
  void letsTheEnvironmentChooseBetweenTheTwo() throws Exception {
    String yaml = "api_key: ${KEY:}\napi_key_file: ${KEY_FILE:}\n";
    String path = file("from file");

    assertThat(loading.load(yaml).apiKey()).isEmpty();
    assertThat(loading.with(Map.of("KEY", VALUE)).load(yaml).apiKey()).contains(Secret.of(VALUE));
    assertThat(loading.with(Map.of("KEY_FILE", path)).load(yaml).apiKey())
        .contains(Secret.of("from file"));
    assertThat(loading.with(Map.of("KEY", VALUE, "KEY_FILE", path)).problems(yaml))
        .containsExactly(
            "test.yaml:2: api_key_file: stands beside api_key; keep only one of the two");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws Exception {
    String missing = folder.resolve("no").toString();
    Path binary = Files.write(folder.resolve("b"), new byte[] {'a', '\n', (byte) 0xff});
    Path large = Files.write(folder.resolve("l"), new byte[64 * 1024 + 1]);

    assertThat(loading.problems("api_key_file: " + missing))
        .singleElement()
        .asString()
        .startsWith("test.yaml:1: api_key_file: cannot be read: there is no such file, is \"");
    assertThat(loading.problems("\napi_key_file: " + folder))
        .singleElement()
        .asString()
        .startsWith("test.yaml:2: api_key_file: cannot be read: it is a folder");
    assertThat(loading.problems("token_file: " + binary))
        .singleElement()
        .asString()
        .startsWith("test.yaml:1: token_file: is not UTF-8 text (line 2)");
    assertThat(loading.problems("token_file: " + large))
        .singleElement()
        .asString()
        .startsWith("test.yaml:1: token_file: is larger than 64KiB");
  }

  @Test
  void refusesBlankAndBrokenSecretsWithoutShowingThem() throws Exception {
    assertThat(loading.problems("api_key: ''\ntoken: \"" + VALUE + "\\r\\nX-Evil: 1\""))
        .containsExactly(
            "test.yaml:1: api_key: must hold a secret, is blank",
            "test.yaml:2: token: must be a secret on one line, without control characters");
    assertThat(loading.problems("token_file: " + file("\n")))
        .containsExactly("test.yaml:1: token_file: must hold a secret, is blank");
    assertThat(loading.problems("token: [" + VALUE + "]"))
        .containsExactly("test.yaml:1: token: must be a single value (secret), is a list");
  }

  @Test
  void keepsSecretsOutOfEveryProblem() {
    List<String> problems =
        loading
            .with(Map.of("S", VALUE))
            .problems(
                "api_key: \"" + VALUE + "\\n\"\ntoken: {x: '${S}'}\napi_keys: ${S}\nusers: ${S}");

    assertThat(problems).hasSize(4);
    assertThat(problems).noneMatch(problem -> problem.contains(VALUE));
  }

  @Test
  void keepsSecretsOutOfSyntaxErrors() {
    assertThat(loading.problems("api_key: \"" + VALUE + "\ntoken: x\n"))
        .singleElement()
        .asString()
        .doesNotContain(VALUE);
  }
}
