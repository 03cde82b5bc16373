package dev.sluice.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts environment variables over the file, before it is bound. */
record Overlay(Shape.Section shape, UnaryOperator<@Nullable String> env, Findings findings) {
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final String FILE_VARIABLE = "_FILE";

  Tree.Mapping apply(Tree.Mapping file, List<EnvOverride> overrides) {
    Tree.Mapping result = file;
    for (EnvOverride override : overrides) {
      result = apply(result, override);
    }
    return result;
  }

  private Tree.Mapping apply(Tree.Mapping file, EnvOverride override) {
    List<String> path = DOT.splitAsStream(override.path()).toList();
    Shape target = target(override, path);
    Optional<String> value = variable(override.envName());
    if (!target.isSecret()) {
      return value.map(v -> put(file, path, tree(override, target, v))).orElse(file);
    }
    String fileVariable = override.envName() + FILE_VARIABLE;
    Optional<String> named = variable(fileVariable);
    if (value.isPresent() && named.isPresent()) {
      String message = "is set beside " + override.envName() + "; keep only one of the two";
      findings.add(new Origin(fileVariable, 0), override.path(), message);
      return file;
    }
    List<String> filePath = sibling(path);
    if (value.isPresent()) {
      return put(
          put(file, filePath, null), path, resolved(override.envName(), value.orElseThrow()));
    }
    return named
        .map(v -> put(put(file, path, null), filePath, resolved(fileVariable, v)))
        .orElse(file);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(env.apply(name)).filter(value -> !value.isEmpty());
  }

  private static List<String> sibling(List<String> path) {
    return Stream.concat(
            path.stream().limit(path.size() - 1L),
            Stream.of(path.getLast() + Component.FILE_SUFFIX))
        .toList();
  }

  private Shape target(EnvOverride override, List<String> path) {
    Shape shape = this.shape;
    for (String step : path) {
      Shape outer = shape instanceof Shape.Maybe(Shape of) ? of : shape;
      shape =
          switch (outer) {
            case Shape.Section section ->
                section
                    .byKey(step)
                    .map(Component::shape)
                    .orElseThrow(() -> new IllegalArgumentException(override + ": no such key"));
            case Shape.Entries(Shape of) when !of.isSecret() -> of;
            case Shape.Scalar _,
                Shape.Concealed _,
                Shape.Free _,
                Shape.Maybe _,
                Shape.Items _,
                Shape.Entries _ ->
                throw new IllegalArgumentException(override + ": no such key");
          };
    }
    return shape;
  }

  private static Tree tree(EnvOverride override, Shape target, String value) {
    if (!(target instanceof Shape.Items || target instanceof Shape.Maybe(Shape.Items _))) {
      return resolved(override.envName(), value);
    }
    List<Tree> items =
        COMMA
            .splitAsStream(value.strip())
            .filter(item -> !item.isEmpty())
            .map(item -> resolved(override.envName(), item))
            .toList();
    return new Tree.Sequence(new Origin(override.envName(), 0), items);
  }

  private static Tree resolved(String variable, String value) {
    return new Tree.Resolved(new Origin(variable, 0), new Text(value, true, List.of(variable)));
  }

  /** A copy with the tree at the path, or without what stands there when the tree is null. */
  private static Tree.Mapping put(Tree.Mapping mapping, List<String> path, @Nullable Tree tree) {
    Map<String, Tree> entries = new LinkedHashMap<>(mapping.entries());
    String key = path.getFirst();
    Tree child = path.size() == 1 ? tree : below(entries.get(key), path, tree);
    if (child == null) {
      entries.remove(key);
    } else {
      entries.put(key, child);
    }
    return new Tree.Mapping(mapping.origin(), Collections.unmodifiableMap(entries));
  }

  private static @Nullable Tree below(
      @Nullable Tree child, List<String> path, @Nullable Tree tree) {
    List<String> rest = path.subList(1, path.size());
    return switch (child) {
      case Tree.Mapping mapping -> put(mapping, rest, tree);
      case Tree.Scalar scalar when scalar.isNull() ->
          tree == null ? child : put(new Tree.Mapping(scalar.origin(), Map.of()), rest, tree);
      case null -> tree == null ? null : put(new Tree.Mapping(tree.origin(), Map.of()), rest, tree);
      // Of the wrong kind: the binder says so.
      case Tree.Scalar _, Tree.Resolved _, Tree.Sequence _ -> child;
    };
  }
}
