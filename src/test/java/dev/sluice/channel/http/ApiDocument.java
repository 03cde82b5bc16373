package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.sluice.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The published description of the API, as a judge of real answers. */
final class ApiDocument {
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  final ObjectNode root;

  private ApiDocument(ObjectNode root) {
    this.root = root;
  }

  static ApiDocument load() {
    try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.yaml")) {
      return new ApiDocument((ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code METHOD /path}, sorted. */
  Set<String> operations() {
    var operations = new TreeSet<String>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  /** The schema that the document gives for the data of an event. */
  String schemaOf(String event) {
    String ref =
        root.at("/components/schemas/EventStream/x-events").path(event).path("$ref").asText();
    return ref.substring(ref.lastIndexOf('/') + 1);
  }

  /**
   * Fails when the value is not as the named schema says, or has something that it does not name.
   */
  void check(String schema, JsonNode value) {
    var wrapper = Json.object();
    wrapper.put("$ref", "#/components/schemas/" + schema);
    wrapper.set("components", closed(root.path("components").deepCopy()));
    List<String> faults = new ArrayList<>();
    FACTORY.getSchema(wrapper).validate(value).forEach(message -> faults.add(message.toString()));
    assertThat(faults).as("%s against %s", value, schema).isEmpty();
  }

  /** What is not described would go unnoticed if objects stayed open. */
  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDocument::closed);
    return node;
  }
}
