package dev.sluice;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.EnvOverride;
import dev.sluice.config.Problem;
import dev.sluice.money.PriceFile;
import dev.sluice.money.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the configuration: the file given, else {@code conf/sluice.yaml} beside the
 * product, else the copy within it. Blocks; for start-up.
 */
final class ConfigFiles {
  static final List<EnvOverride> ENVIRONMENT =
      List.of(
          new EnvOverride("SLUICE_HTTP_HOST", "http.host"),
          new EnvOverride("SLUICE_HTTP_PORT", "http.port"),
          new EnvOverride("SLUICE_MANAGEMENT_PORT", "management.port"),
          new EnvOverride("SLUICE_DATA_DIR", "data_dir"),
          new EnvOverride("SLUICE_ROLE", "role"),
          new EnvOverride("REDIS_URL", "redis.url"),
          new EnvOverride("DATABASE_URL", "postgres.url"),
          new EnvOverride("SLUICE_MODEL", "model.name"),
          new EnvOverride("ANTHROPIC_API_KEY", "model.api_key"),
          new EnvOverride("ANTHROPIC_BASE_URL", "model.base_url"));

  private static final String BUILT_IN = "built-in ";

  /** No variable has such a name. */
  private static final EnvOverride ROLE_OPTION = new EnvOverride("--role", "role");

  private final UnaryOperator<@Nullable String> env;
  private final Optional<Path> home;
  private final List<EnvOverride> overrides;

  ConfigFiles(UnaryOperator<@Nullable String> env, Optional<Path> home) {
    this(env, home, ENVIRONMENT);
  }

  private ConfigFiles(
      UnaryOperator<@Nullable String> env, Optional<Path> home, List<EnvOverride> overrides) {
    this.env = env;
    this.home = home;
    this.overrides = overrides;
  }

  /**
   * A configuration, checked whole.
   *
   * @param folder what paths in the file are relative to
   */
  record Loaded(SluiceConfig config, PriceTable prices, String source, Optional<Path> folder) {}

  /** The same, where the command line says what this process does. */
  ConfigFiles withRole(Role role) {
    String name = role.name().toLowerCase(Locale.ROOT);
    return new ConfigFiles(
        variable -> ROLE_OPTION.envName().equals(variable) ? name : env.apply(variable),
        home,
        Stream.concat(overrides.stream(), Stream.of(ROLE_OPTION)).toList());
  }

  Loaded load(Optional<Path> asked) {
    Optional<Path> file = asked.or(this::beside);
    String source = file.map(Path::toString).orElse(BUILT_IN + "sluice.yaml");
    String yaml = file.map(ConfigLoader::read).orElseGet(() -> builtIn("sluice.yaml"));
    Optional<Path> folder =
        file.map(path -> Objects.requireNonNull(path.toAbsolutePath().getParent()));
    SluiceConfig config =
        ConfigLoader.load(
            SluiceConfig.class, SluiceConfig.defaults(), source, yaml, env, overrides);
    PriceTable prices = prices(config, folder);
    checkPrices(config, prices, source);
    return new Loaded(config, prices, source, folder);
  }

  private Optional<Path> beside() {
    return home.map(path -> path.resolve("conf/sluice.yaml")).filter(Files::isReadable);
  }

  private PriceTable prices(SluiceConfig config, Optional<Path> folder) {
    Optional<Path> file =
        folder.map(path -> path.resolve(config.prices())).filter(path -> mustRead(path, config));
    String source = file.map(Path::toString).orElse(BUILT_IN + config.prices());
    String yaml = file.map(ConfigLoader::read).orElseGet(() -> builtIn(config.prices().toString()));
    return ConfigLoader.load(PriceFile.class, PriceFile.defaults(), source, yaml, env).table();
  }

  /** A file that differs in one key needs no copy of the prices beside it. */
  private static boolean mustRead(Path file, SluiceConfig config) {
    return Files.exists(file) || !config.prices().equals(SluiceConfig.defaults().prices());
  }

  /**
   * One file of YAML.
   *
   * @param source its name, for messages
   */
  record Text(String source, String yaml) {}

  /**
   * The questions of the drill: the file given, else that beside the product, else the copy within
   * it.
   */
  Text drill(Optional<Path> asked) {
    return asked
        .or(() -> home.map(path -> path.resolve("conf/drill.yaml")).filter(Files::isReadable))
        .map(file -> new Text(file.toString(), ConfigLoader.read(file)))
        .orElseGet(() -> new Text(BUILT_IN + "drill.yaml", builtIn("drill.yaml")));
  }

  private static void checkPrices(SluiceConfig config, PriceTable prices, String source) {
    var problems = new ArrayList<Problem>();
    config
        .agents()
        .forEach(
            (name, agent) ->
                checkPrice(
                    config.modelOf(agent), "agents." + name + ".model", prices, source, problems));
    for (String model : config.model().alsoAllowed()) {
      checkPrice(model, "model.also_allowed", prices, source, problems);
    }
    var fallbacks = config.model().fallbacks();
    for (int i = 0; i < fallbacks.size(); i++) {
      String path = "model.fallbacks[" + i + "].price";
      checkPrice(fallbacks.get(i).priceRow(), path, prices, source, problems);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static void checkPrice(
      String model, String path, PriceTable prices, String source, List<Problem> problems) {
    if (prices.find(model).isEmpty()) {
      problems.add(
          new Problem(
              source, 0, path, "must have a price: " + model + " is not in the price file"));
    }
  }

  private static String builtIn(String name) {
    try (InputStream in = ConfigFiles.class.getResourceAsStream("conf/" + name)) {
      if (in == null) {
        throw new ConfigException(
            List.of(
                new Problem(BUILT_IN + name, 0, "", "does not exist; give a file by --config")));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
