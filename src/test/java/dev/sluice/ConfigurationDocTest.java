package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.config.ConfigDump;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKey;
import dev.sluice.config.ConfigKeys;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.EnvOverride;
import dev.sluice.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds code, shipped file and reference together. {@code -Dsluice.docs.write=true} writes the
 * table of keys anew.
 */
class ConfigurationDocTest {
  private static final Path PAGE = Path.of("docs/configuration.md");
  private static final Path SHIPPED = Path.of("conf/sluice.yaml");
  private static final String BEGIN = "<!-- keys:begin -->\n";
  private static final String END = "<!-- keys:end -->";
  private static final int LONGEST_DEFAULT = 60;
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Set<String> SECRETS =
      Set.of("ANTHROPIC_API_KEY", "REDIS_URL", "DATABASE_URL");

  /** One without the other is a mistake. */
  private static final Set<String> TOGETHER = Set.of("REDIS_URL", "DATABASE_URL");

  /** A value for each variable that differs from the default, where another one is allowed. */
  private static final Map<String, String> VALUES =
      Map.of(
          "SLUICE_HTTP_HOST", "127.0.0.9",
          "SLUICE_HTTP_PORT", "4711",
          "SLUICE_MANAGEMENT_PORT", "4712",
          "SLUICE_DATA_DIR", "elsewhere",
          "SLUICE_ROLE", "all",
          "REDIS_URL", "redis://:hidden@127.0.0.1:4714/1",
          "DATABASE_URL", "postgresql://sluice:hidden@127.0.0.1:4715/sluice",
          "SLUICE_MODEL", "another-model",
          "ANTHROPIC_API_KEY", "sk-of-the-test",
          "ANTHROPIC_BASE_URL", "http://127.0.0.1:4713");

  @TempDir private Path folder = Path.of("");

  @Test
  void listsTheKeysOfTheCode() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String table = ConfigKeys.markdown(keys().stream().map(ConfigurationDocTest::brief).toList());

    if (Boolean.getBoolean("sluice.docs.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as("write it anew with -Dtest=ConfigurationDocTest -Dsluice.docs.write=true")
        .isEqualTo(table);
  }

  @Test
  void namesEveryVariableInTheReferenceAndInTheShippedFile() throws IOException {
    String page = Files.readString(PAGE);
    String shipped = Files.readString(SHIPPED);

    for (EnvOverride override : ConfigFiles.ENVIRONMENT) {
      assertThat(page).contains("| `" + override.envName() + "` | `" + override.path() + "` |");
      assertThat(shipped).contains(override.envName());
    }
  }

  @Test
  void shipsAFileThatSaysTheDefaults() throws IOException {
    assertThat(load(Files.readString(SHIPPED), Map.of())).isEqualTo(SluiceConfig.defaults());
  }

  @Test
  void shipsAFileThatNamesEveryKey() throws IOException {
    String shipped = Files.readString(SHIPPED);
    JsonNode written = YAML.readTree(shipped);

    assertThat(keys())
        .allSatisfy(
            key ->
                assertThat(
                        isWritten(written, List.of(key.path().split("\\.")))
                            || (mayBeNoted(written, key) && isNoted(shipped, key)))
                    .as(key.path())
                    .isTrue());
  }

  @Test
  void takesEveryVariableToItsKeyAndNowhereElse() throws IOException {
    assertThat(ConfigFiles.ENVIRONMENT)
        .extracting(EnvOverride::envName)
        .containsExactlyInAnyOrderElementsOf(VALUES.keySet());

    for (EnvOverride override : ConfigFiles.ENVIRONMENT) {
      String name = override.envName();
      if (!name.equals("SLUICE_ROLE") && !TOGETHER.contains(name)) {
        String value = VALUES.getOrDefault(name, "");
        String shown = SECRETS.contains(name) ? "***" : value;
        assertThat(changes(load("", Map.of(name, value))))
            .as(name)
            .isEqualTo(Map.of(override.path(), shown));
      }
    }
  }

  @Test
  void takesTheAddressesOfBothSharedServersTogether() throws IOException {
    var both = new HashMap<>(VALUES);
    both.keySet().retainAll(TOGETHER);

    assertThat(changes(load("", both)))
        .isEqualTo(Map.of("redis.url", "***", "postgres.url", "***"));
    assertThat(load("", both).isShared()).isTrue();
    assertThat(load("store: embedded", both).isShared()).isFalse();
  }

  @Test
  void wantsBothSharedServersOrNone() {
    assertThat(refused("", only("REDIS_URL"))).contains("postgres.url: must be given, too");
    assertThat(refused("", only("DATABASE_URL"))).contains("redis.url: must be given, too");
    assertThat(refused("store: shared", Map.of())).contains("postgres.url:", "redis.url:");
    assertThat(load("store: embedded", only("REDIS_URL")).isShared()).isFalse();
  }

  @Test
  void wantsLogsOfUnendedRunsKeptBeyondTheLongestRun() {
    var both = new HashMap<>(VALUES);
    both.keySet().retainAll(TOGETHER);

    assertThat(refused("redis: {keep_unended: 24h}", both)).contains("redis.keep_unended: must be");
  }

  @Test
  void saysNothingOfTheAddressesOfSharedServers() {
    var both = Map.of("REDIS_URL", "hidden-1", "DATABASE_URL", "postgresql://sluice:hidden-2@");

    assertThat(refused("", both))
        .contains("redis.url: must begin", "postgres.url: must name")
        .doesNotContain("hidden");
  }

  @Test
  void takesTheRoleFromTheEnvironmentBeforeTheFile() {
    assertThat(refused("role: worker", Map.of())).contains("role: must be all");
    assertThat(load("role: worker", Map.of("SLUICE_ROLE", "all")).role()).isEqualTo(Role.ALL);
  }

  @Test
  void takesTheKeyFromTheEnvironmentOrItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "sk-from-file\n");

    assertThat(load("", Map.of("ANTHROPIC_API_KEY", "sk-direct")).model().apiKey())
        .map(Secret::reveal)
        .contains("sk-direct");
    assertThat(load("", Map.of("ANTHROPIC_API_KEY_FILE", file.toString())).model().apiKey())
        .map(Secret::reveal)
        .contains("sk-from-file");
  }

  private static SluiceConfig load(String yaml, Map<String, String> env) {
    return ConfigLoader.load(
        SluiceConfig.class,
        SluiceConfig.defaults(),
        "sluice.yaml",
        yaml,
        name -> name == null ? null : env.get(name),
        ConfigFiles.ENVIRONMENT);
  }

  private static Map<String, String> only(String name) {
    return Map.of(name, VALUES.getOrDefault(name, ""));
  }

  private static String refused(String yaml, Map<String, String> env) {
    return catchThrowableOfType(ConfigException.class, () -> load(yaml, env)).report();
  }

  private static List<ConfigKey> keys() {
    return ConfigKeys.of(SluiceConfig.class, SluiceConfig.defaults());
  }

  /** Whole agents and tools make no readable cell. */
  private static ConfigKey brief(ConfigKey key) {
    return key.defaultValue().length() <= LONGEST_DEFAULT
        ? key
        : new ConfigKey(key.path(), key.type(), "(see the file)", key.bounds(), key.doc());
  }

  private static boolean isWritten(JsonNode node, List<String> steps) {
    if (steps.isEmpty()) {
      return !node.isMissingNode();
    }
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    if (step.equals("<name>")) {
      return everyOneHas(node, rest);
    }
    return step.endsWith("[]")
        ? everyOneHas(node.path(step.substring(0, step.length() - 2)), rest)
        : isWritten(node.path(step), rest);
  }

  private static boolean everyOneHas(JsonNode nodes, List<String> steps) {
    return !nodes.isEmpty()
        && StreamSupport.stream(nodes.spliterator(), false).allMatch(one -> isWritten(one, steps));
  }

  /** An optional key, or one of the entries of a list or a map that the file leaves empty. */
  private static boolean mayBeNoted(JsonNode written, ConfigKey key) {
    String list = key.path().replaceFirst("(\\[]|\\.<name>).*", "");
    boolean within = !list.equals(key.path());
    return key.defaultValue().equals("(none)")
        || (within && written.at("/" + list.replace('.', '/')).isEmpty());
  }

  private static boolean isNoted(String yaml, ConfigKey key) {
    String name = key.path().substring(key.path().lastIndexOf('.') + 1);
    return Pattern.compile("(?m)^ *#.*\\b" + Pattern.quote(name) + "\\b").matcher(yaml).find();
  }

  private static Map<String, String> changes(SluiceConfig config) throws IOException {
    Map<String, String> changed = leaves(config);
    leaves(SluiceConfig.defaults()).forEach(changed::remove);
    return changed;
  }

  private static Map<String, String> leaves(SluiceConfig config) throws IOException {
    var leaves = new HashMap<String, String>();
    addLeaves("", YAML.readTree(ConfigDump.render(config)), leaves);
    return leaves;
  }

  private static void addLeaves(String path, JsonNode node, Map<String, String> leaves) {
    if (!node.isObject()) {
      leaves.put(path, node.isValueNode() ? node.asText() : node.toString());
      return;
    }
    node.properties()
        .forEach(
            entry ->
                addLeaves(
                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                    entry.getValue(),
                    leaves));
  }
}
