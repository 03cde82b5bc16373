package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the fields of one JSON object and notes everything that is wrong instead of stopping at the
 * first. A field that is {@code null} counts as absent. What was never asked for is unknown, and
 * {@link #refuseOthers()} says so.
 */
final class Fields {
  private static final int MAX_FINDINGS = 50;
  private static final int MAX_NAME = 100;
  private final ObjectNode object;
  private final String base;
  private final List<Problem.Finding> findings;
  private final Set<String> known = new HashSet<>();

  private Fields(ObjectNode object, String base, List<Problem.Finding> findings) {
    this.object = object;
    this.base = base;
    this.findings = findings;
  }

  static Fields of(ObjectNode body) {
    return new Fields(body, "", new ArrayList<>());
  }

  /** Fails with everything noted here and in the objects inside. */
  void check() {
    if (!findings.isEmpty()) {
      throw Problem.of(findings).exception();
    }
  }

  void wrong(String name, String message) {
    note(base + "/" + escape(name), message);
  }

  /** Something about the object as a whole. */
  void wrong(String message) {
    note(base, message);
  }

  boolean has(String name) {
    return node(name).isPresent();
  }

  Optional<String> text(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isTextual()) {
      wrong(name, "must be a string");
      return Optional.empty();
    }
    return node.map(JsonNode::textValue).filter(text -> isClean(name, text));
  }

  /** A string that is there and says something. */
  Optional<String> spokenText(String name) {
    Optional<String> text = requiredText(name);
    if (text.filter(String::isBlank).isPresent()) {
      wrong(name, "must not be blank");
      return Optional.empty();
    }
    return text;
  }

  Optional<String> requiredText(String name) {
    if (!has(name)) {
      wrong(name, "is missing");
    }
    return text(name);
  }

  /** A string that the function accepts; its exception says why not. */
  <T> Optional<T> value(String name, Function<String, T> make) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(make.apply(text));
              } catch (IllegalArgumentException e) {
                wrong(name, String.valueOf(e.getMessage()));
                return Optional.empty();
              }
            });
  }

  /** One of the names given. */
  <T> Optional<T> choice(String name, Map<String, T> choices) {
    Optional<String> text = text(name);
    if (text.isPresent() && !choices.containsKey(text.get())) {
      wrong(name, "must be one of " + String.join(", ", choices.keySet()));
    }
    return text.flatMap(value -> Optional.ofNullable(choices.get(value)));
  }

  void requiredBoolean(String name) {
    if (!node(name).map(JsonNode::isBoolean).orElse(false)) {
      wrong(name, "must be true or false");
    }
  }

  /** Gives each element to the reader; the elements must be objects. */
  void objects(String name, int most, Consumer<Fields> reader) {
    if (!(node(name).orElse(null) instanceof ArrayNode array)) {
      wrong(name, "must be an array of objects");
      return;
    }
    if (array.isEmpty() || array.size() > most) {
      wrong(name, "must have 1 to " + most + " elements, has " + array.size());
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      inside(array.get(i), base + "/" + escape(name) + "/" + i, reader);
    }
  }

  /** Gives the object to the reader, if it is one. */
  void object(String name, Consumer<Fields> reader) {
    inside(node(name).orElse(object.missingNode()), base + "/" + escape(name), reader);
  }

  /** Notes every field that nobody asked for. */
  void refuseOthers() {
    String expected = known.stream().sorted().collect(Collectors.joining(", "));
    for (var field : object.properties()) {
      if (!known.contains(field.getKey())) {
        wrong(field.getKey(), "is unknown; known here are " + expected);
      }
    }
  }

  /** The object itself. */
  ObjectNode node() {
    return object;
  }

  private void inside(JsonNode node, String pointer, Consumer<Fields> reader) {
    if (node instanceof ObjectNode inner) {
      reader.accept(new Fields(inner, pointer, findings));
    } else {
      note(pointer, node.isMissingNode() ? "is missing" : "must be an object");
    }
  }

  private Optional<JsonNode> node(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private boolean isClean(String name, String text) {
    Optional<String> fault = TextRules.fault(text);
    fault.ifPresent(message -> wrong(name, message));
    return fault.isEmpty();
  }

  private void note(String pointer, String message) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new Problem.Finding(pointer, message));
    }
  }

  /** Names come from the caller: what is repeated of them is bounded. */
  private static String escape(String name) {
    String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "..." : name;
    return shown.replace("~", "~0").replace("/", "~1");
  }
}
