package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvOverrideTest {
  record Http(@Range(min = 0, max = 65535) int port) {}

  record Agent(String model, int turns) {}

  record Model(Optional<Secret> apiKey, Optional<URI> baseUrl) {}

  record App(Http http, Map<String, Agent> agents, Optional<Model> model, List<String> roles) {}

  record Users(Map<String, Secret> tokens) {}

  private static final App DEFAULTS =
      new App(
          new Http(8080),
          Map.of("default", new Agent("small", 20)),
          Optional.of(new Model(Optional.empty(), Optional.empty())),
          List.of("all"));

  private final Loading<App> loading =
      Loading.of(App.class, DEFAULTS)
          .overriding(
              new EnvOverride("SLUICE_HTTP_PORT", "http.port"),
              new EnvOverride("SLUICE_MODEL", "agents.default.model"),
              new EnvOverride("API_KEY", "model.api_key"),
              new EnvOverride("BASE_URL", "model.base_url"),
              new EnvOverride("SLUICE_ROLES", "roles"));

  @TempDir private Path folder = Path.of("");

  @Test
  void winsOverTheFileAndTheDefaults() {
    Loading<App> set = loading.with(Map.of("SLUICE_HTTP_PORT", "9", "SLUICE_MODEL", "large"));

    for (String yaml : List.of("", "http:\n", "http: {port: 1}\nagents: {default: {model: x}}")) {
      assertThat(set.load(yaml).http()).isEqualTo(new Http(9));
      assertThat(set.load(yaml).agents()).isEqualTo(Map.of("default", new Agent("large", 20)));
    }
  }

  @Test
  void replacesAValueThatCouldNotBeRead() {
    assertThat(loading.with(Map.of("SLUICE_HTTP_PORT", "9")).load("http:\n  port: ${UNSET}").http())
        .isEqualTo(new Http(9));
  }

  @Test
  void countsAnEmptyVariableAsUnset() {
    Map<String, String> env = Map.of("SLUICE_HTTP_PORT", "", "API_KEY", "", "API_KEY_FILE", "");

    assertThat(loading.with(env).load("http: {port: 1}").http()).isEqualTo(new Http(1));
    assertThat(loading.with(env).load("")).isEqualTo(DEFAULTS);
  }

  @Test
  void namesTheVariableInProblemsAndNotItsValue() {
    Map<String, String> env = Map.of("SLUICE_HTTP_PORT", "70000", "BASE_URL", "not a uri");

    assertThat(loading.with(env).problems("roles: 1"))
        .containsExactly(
            "test.yaml:1: roles: must be a list, is a single value",
            "SLUICE_HTTP_PORT: http.port: must be at most 65535 (value of SLUICE_HTTP_PORT)",
            "BASE_URL: model.base_url: must be a URI with its scheme, such as https://example.com");
  }

  @Test
  void takesTheValueAsItIs() {
    assertThat(
            loading
                .with(Map.of("SLUICE_MODEL", "${API_KEY}", "SLUICE_ROLES", "a, b"))
                .load("")
                .agents()
                .get("default"))
        .isEqualTo(new Agent("${API_KEY}", 20));
  }

  @Test
  void splitsListsAtCommas() {
    assertThat(loading.with(Map.of("SLUICE_ROLES", "gateway, worker")).load("").roles())
        .containsExactly("gateway", "worker");
  }

  @Test
  void honoursTheFileOfASecret() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "from file\n");
    Loading<App> set = loading.with(Map.of("API_KEY_FILE", file.toString()));

    for (String yaml : List.of("", "model: {api_key: x}", "model: {api_key_file: nowhere}")) {
      assertThat(set.load(yaml).model().flatMap(Model::apiKey)).contains(Secret.of("from file"));
    }
  }

  @Test
  void winsOverTheFileOfASecretToo() {
    assertThat(
            loading
                .with(Map.of("API_KEY", "direct"))
                .load("model: {api_key_file: nowhere}")
                .model()
                .flatMap(Model::apiKey))
        .contains(Secret.of("direct"));
  }

  @Test
  void refusesASecretAndItsFileTogether() {
    assertThat(loading.with(Map.of("API_KEY", "a", "API_KEY_FILE", "b")).problems(""))
        .containsExactly(
            "API_KEY_FILE: model.api_key: is set beside API_KEY; keep only one of the two");
  }

  @Test
  void reportsAnUnreadableSecretFileByItsVariable() {
    assertThat(
            loading
                .with(Map.of("API_KEY_FILE", folder.resolve("none").toString()))
                .problems("http: {port: 1}"))
        .containsExactly(
            "API_KEY_FILE: model.api_key_file: cannot be read: there is no such file"
                + " (value of API_KEY_FILE)");
  }

  @Test
  void leavesAGroupOfTheWrongKindToBeReported() {
    assertThat(loading.with(Map.of("SLUICE_HTTP_PORT", "9")).problems("http: 5"))
        .containsExactly("test.yaml:1: http: must be a group of keys, is a single value");
  }

  @Test
  void refusesAnOverrideOfNoKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Loading.of(App.class, DEFAULTS)
                    .overriding(new EnvOverride("X", "http.prot"))
                    .load(""))
        .withMessageContaining("no such key");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Loading.of(Users.class, new Users(Map.of()))
                    .overriding(new EnvOverride("X", "tokens.ann"))
                    .load(""))
        .withMessageContaining("no such key");
  }
}
