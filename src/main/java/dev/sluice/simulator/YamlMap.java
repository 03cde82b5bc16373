package dev.sluice.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a document, read key by key; whatever nobody asked for is a problem. */
final class YamlMap {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final Node self;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final YamlProblems problems;

  YamlMap(Node node, YamlProblems problems) {
    this.self = node;
    this.problems = problems;
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, "expected a mapping");
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (values.put(key, entry.getValueNode()) != null) {
        problems.add(entry.getKeyNode(), "the key '%s' is given twice".formatted(key));
      }
    }
  }

  Node self() {
    return self;
  }

  YamlProblems problems() {
    return problems;
  }

  Optional<Node> node(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<YamlMap> map(String key) {
    return node(key).map(node -> new YamlMap(node, problems));
  }

  Optional<String> text(String key) {
    return node(key).flatMap(this::scalar);
  }

  Optional<Integer> positive(String key) {
    return node(key).flatMap(this::positive);
  }

  Set<Integer> positives(String key) {
    Set<Integer> numbers = new TreeSet<>();
    node(key)
        .ifPresent(node -> items(node).forEach(item -> positive(item).ifPresent(numbers::add)));
    return numbers;
  }

  Optional<Boolean> flag(String key) {
    return text(key)
        .flatMap(
            text ->
                switch (text) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  default -> wrong(key, "expected true or false");
                });
  }

  Optional<Duration> duration(String key) {
    return text(key)
        .flatMap(
            text -> {
              Matcher matcher = DURATION.matcher(text);
              if (!matcher.matches()) {
                return wrong(key, "expected a duration such as 150ms, 2s or 1m");
              }
              long count = Long.parseLong(matcher.group(1));
              return Optional.of(
                  switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                  });
            });
  }

  /** A text that one of the given readers turns into a value or refuses by an exception. */
  <T> Optional<T> parsed(String key, Function<String, T> reader) {
    return text(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(reader.apply(text));
              } catch (IllegalArgumentException e) {
                return wrong(key, String.valueOf(e.getMessage()));
              }
            });
  }

  List<Node> list(String key) {
    return node(key)
        .map(
            node -> {
              if (!(node instanceof SequenceNode)) {
                problems.add(node, "'%s' must be a list".formatted(key));
              }
              return items(node);
            })
        .orElse(List.of());
  }

  /** Reports a required key that is missing. */
  void require(String key) {
    if (!values.containsKey(key)) {
      problems.add(self, "'%s' is missing".formatted(key));
    }
  }

  /** Reports the keys that nobody asked for. */
  void finish() {
    values.forEach(
        (key, node) -> {
          if (!asked.contains(key)) {
            problems.add(
                node, "unknown key '%s'; known are %s".formatted(key, String.join(", ", asked)));
          }
        });
  }

  <T> Optional<T> wrong(String key, String message) {
    Node node = values.getOrDefault(key, self);
    problems.add(node, "'%s': %s".formatted(key, message));
    return Optional.empty();
  }

  private Optional<String> scalar(Node node) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problems.add(node, "expected plain text");
    return Optional.empty();
  }

  private Optional<Integer> positive(Node node) {
    Optional<Integer> number =
        scalar(node).filter(text -> text.matches("[1-9]\\d{0,8}")).map(Integer::valueOf);
    if (number.isEmpty()) {
      problems.add(node, "expected a whole number of at least 1");
    }
    return number;
  }

  private static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence
        ? new ArrayList<>(sequence.getValue())
        : List.of(node);
  }
}
