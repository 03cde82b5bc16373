package dev.sluice.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.sluice.json.InvalidJson;
import dev.sluice.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The compiled JSON Schema (draft 2020-12) of a tool's input. Thread-safe; never fetches anything:
 * references must stay inside the schema.
 */
public final class InputSchema {
  private static final int MAX_VIOLATIONS = 10;
  private static final int MAX_MESSAGE_LENGTH = 300;
  private static final SchemaValidatorsConfig CONFIG =
      // Without a fixed locale the model would be answered in the language of the machine.
      SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build();
  private static final JsonSchema META_SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG);

  private final JsonSchema schema;

  private InputSchema(JsonSchema schema) {
    this.schema = schema;
  }

  /** Throws {@link IllegalArgumentException} saying what is wrong with the schema. */
  public static InputSchema compile(String text) {
    ObjectNode tree = parse(text);
    checkDialect(tree);
    checkReferences(tree);
    List<String> problems = describe(META_SCHEMA.validate(tree));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("is not a JSON Schema: " + String.join("; ", problems));
    }
    if (!tree.path("type").asText().equals("object")) {
      throw new IllegalArgumentException("must describe an object: \"type\": \"object\"");
    }
    return new InputSchema(build(tree));
  }

  /** What is wrong with the input, in words, at most ten; empty when it is valid. */
  List<String> violations(ObjectNode input) {
    try {
      return describe(schema.validate(input));
    } catch (RuntimeException | StackOverflowError e) {
      // Java's regular expressions recurse per character: long input can exhaust the stack.
      return List.of("(top level): cannot be checked");
    }
  }

  private static ObjectNode parse(String text) {
    try {
      return Json.parseObject(text);
    } catch (InvalidJson e) {
      throw new IllegalArgumentException("is not a JSON object: " + e.getMessage(), e);
    }
  }

  private static void checkDialect(ObjectNode tree) {
    for (JsonNode dialect : tree.findValues("$schema")) {
      if (dialect.isTextual() && !dialect.textValue().replace("#", "").equals(SchemaId.V202012)) {
        throw new IllegalArgumentException("has another $schema than " + SchemaId.V202012);
      }
    }
  }

  private static void checkReferences(JsonNode tree) {
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      for (JsonNode reference : tree.findValues(keyword)) {
        if (reference.isTextual() && !reference.textValue().startsWith("#")) {
          throw new IllegalArgumentException(
              "refers to \"" + reference.textValue() + "\"; only references within it (#…) work");
        }
      }
    }
  }

  private static JsonSchema build(ObjectNode tree) {
    var factory =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
    try {
      JsonSchema schema = factory.getSchema(tree, CONFIG);
      schema.initializeValidators();
      return schema;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("cannot be compiled: " + e.getMessage(), e);
    }
  }

  private static List<String> describe(Collection<ValidationMessage> messages) {
    var all = messages.stream().map(InputSchema::describe).distinct().toList();
    if (all.size() <= MAX_VIOLATIONS) {
      return all;
    }
    var shown = new ArrayList<>(all.subList(0, MAX_VIOLATIONS - 1));
    shown.add("and " + (all.size() - shown.size()) + " more");
    return List.copyOf(shown);
  }

  private static String describe(ValidationMessage message) {
    String path = message.getInstanceLocation().toString();
    String words = (path.isEmpty() ? "(top level)" : path) + ": " + message.getError();
    return ContentLimit.cut(words, MAX_MESSAGE_LENGTH);
  }
}
