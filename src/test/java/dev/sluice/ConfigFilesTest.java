package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.config.ConfigDump;
import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path folder;
  private final Map<String, String> env = new HashMap<>();

  @BeforeEach
  void addPrices() throws IOException {
    Files.copy(Path.of("conf/prices.yaml"), folder.resolve("prices.yaml"));
  }

  @Test
  void runsOnTheBuiltInCopyWhenThereIsNoFile() {
    var loaded = new ConfigFiles(env::get, Optional.empty()).load(Optional.empty());

    assertThat(loaded.config()).isEqualTo(SluiceConfig.defaults());
    assertThat(loaded.prices().models()).contains("claude-sonnet-5-5");
  }

  @Test
  void runsOnTheBuiltInPricesWhenNoneStandBesideTheFile() throws IOException {
    Files.delete(folder.resolve("prices.yaml"));

    assertThat(load("http: {port: 1}").prices().models()).contains("claude-sonnet-5-5");
    assertThat(report("prices: mine.yaml")).contains("mine.yaml: cannot be read");
  }

  @Test
  void reportsEverythingAtOnceWithPathAndLine() {
    var report =
        report(
            """
            http: {port: 70000}
            runs:
              capacity: many
              lease: 1h
            default_agent: nobody
            agents:
              default: {tools: [calculator, teleport]}
            colour: blue
            """);

    assertThat(report)
        .contains("sluice.yaml:1: http.port", "sluice.yaml:3: runs.capacity")
        .contains("sluice.yaml:4: runs.lease", "sluice.yaml:8: colour");
  }

  @Test
  void reportsWhatDoesNotFitTogether() {
    var report =
        report(
            """
            default_agent: nobody
            channels: {http: somebody}
            agents:
              default: {tools: [calculator, teleport]}
            runs: {renew_every: 10s, keep_runs: 12h}
            """);

    assertThat(report)
        .contains("runs.renew_every: must be at most half of lease")
        .contains("runs.keep_idempotency_keys: must not be longer than keep_runs")
        .contains("sluice.yaml:5");
    var rest = report("default_agent: nobody\nagents: {default: {tools: [teleport]}}\n");
    assertThat(rest).contains("default_agent: must be one of", "agents.default.tools[0]");
  }

  @Test
  void refusesAModelWithoutAPrice() {
    env.put("SLUICE_MODEL", "gpt-9");

    assertThat(report("")).contains("agents.default.model", "gpt-9", "price");
  }

  @Test
  void refusesADeclaredToolThatCannotWork() {
    var report =
        report(
            """
            tools:
              declared:
                - name: calculator
                  description: x
                  input_schema: {type: object}
                  url: http://localhost/
                  timeout: 1s
                  idempotent: true
                  importance: optional
                  headers: {}
                - name: search
                  description: x
                  input_schema: {type: obj}
                  url: ftp://localhost/
                  timeout: 1s
                  idempotent: true
                  importance: optional
                  headers: {Host: x}
            """);

    assertThat(report)
        .contains("tools.declared[1].input_schema: must be a JSON Schema")
        .contains("tools.declared[1].headers: must be HTTP headers");
  }

  @Test
  void refusesRolesThatTheEmbeddedStoreCannotServe() {
    env.put("SLUICE_ROLE", "worker");

    assertThat(report("")).contains("role: must be all");
  }

  @Test
  void takesTheRoleOfTheCommandLineBeforeAllElse() throws IOException {
    env.put("REDIS_URL", "redis://127.0.0.1");
    env.put("DATABASE_URL", "postgresql://sluice@127.0.0.1/sluice");
    env.put("SLUICE_ROLE", "gateway");
    Path file = Files.writeString(folder.resolve("sluice.yaml"), "role: all");
    var files = new ConfigFiles(env::get, Optional.empty());

    assertThat(files.load(Optional.of(file)).config().role()).isEqualTo(Role.GATEWAY);
    assertThat(files.withRole(Role.WORKER).load(Optional.of(file)).config().role())
        .isEqualTo(Role.WORKER);
  }

  @Test
  void keepsTheKeyOutOfEverything() {
    env.put("ANTHROPIC_API_KEY", "sk-ant-very-secret");

    var loaded = load("");

    assertThat(loaded.config().model().isSimulated()).isFalse();
    assertThat(loaded.config().toString()).doesNotContain("very-secret");
    assertThat(ConfigDump.render(loaded.config())).doesNotContain("very-secret");
    assertThat(loaded.config().model().keyToSend()).isEqualTo("sk-ant-very-secret");
  }

  @Test
  void readsASystemPromptFromAFileBesideTheConfiguration() throws IOException {
    Files.writeString(folder.resolve("prompt.md"), "Be \"brief\".\n");
    var loaded = load("agents: {clerk: {system_prompt_file: prompt.md}}");

    var clerk = loaded.config().agents().get("clerk");

    assertThat(clerk).isNotNull();
    assertThat(SystemPrompts.json(clerk, loaded.folder()))
        .isEqualTo("[{\"type\":\"text\",\"text\":\"Be \\\"brief\\\".\"}]");
  }

  private ConfigFiles.Loaded load(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("sluice.yaml"), yaml);
      return new ConfigFiles(env::get, Optional.empty()).load(Optional.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String report(String yaml) {
    var report = new StringBuilder();
    assertThatThrownBy(() -> load(yaml))
        .asInstanceOf(type(ConfigException.class))
        .satisfies(problem -> report.append(problem.report()));
    return report.toString();
  }
}
