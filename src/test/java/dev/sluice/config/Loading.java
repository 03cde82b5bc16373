package dev.sluice.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/** Loads a text as {@code test.yaml}, and tells the outcome in one line for each problem. */
record Loading<R extends Record>(
    Class<R> type, R defaults, Map<String, String> env, List<EnvOverride> overrides) {
  static <R extends Record> Loading<R> of(Class<R> type, R defaults) {
    return new Loading<>(type, defaults, Map.of(), List.of());
  }

  Loading<R> with(Map<String, String> variables) {
    return new Loading<>(type, defaults, variables, overrides);
  }

  Loading<R> overriding(EnvOverride... list) {
    return new Loading<>(type, defaults, env, List.of(list));
  }

  R load(String yaml) {
    return ConfigLoader.load(
        type, defaults, "test.yaml", yaml, name -> name == null ? null : env.get(name), overrides);
  }

  List<String> problems(String yaml) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> load(yaml));
    return thrown == null ? List.of() : thrown.problems().stream().map(Problem::toString).toList();
  }
}
