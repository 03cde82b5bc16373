package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a part of a YAML document into the JSON value that it spells. */
final class YamlJson {
  private static final int DEEPEST = 64;

  private final YamlProblems problems;

  YamlJson(YamlProblems problems) {
    this.problems = problems;
  }

  JsonNode of(Node node) {
    return of(node, 0);
  }

  private JsonNode of(Node node, int depth) {
    if (depth > DEEPEST) {
      problems.add(node, "nested too deeply");
      return JsonNodeFactory.instance.nullNode();
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> {
        ArrayNode array = Json.array();
        sequence.getValue().forEach(item -> array.add(of(item, depth + 1)));
        yield array;
      }
      case MappingNode mapping -> {
        ObjectNode object = Json.object();
        for (NodeTuple entry : mapping.getValue()) {
          object.set(key(entry.getKeyNode()), of(entry.getValueNode(), depth + 1));
        }
        yield object;
      }
      default -> JsonNodeFactory.instance.nullNode();
    };
  }

  private String key(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problems.add(node, "a key must be plain text");
    return "";
  }

  private JsonNode scalar(ScalarNode node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(text.equalsIgnoreCase("true"));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return json.numberNode(new BigInteger(text.replace("_", "")));
      }
      return tag.equals(Tag.FLOAT) ? json.numberNode(new BigDecimal(text)) : json.textNode(text);
    } catch (NumberFormatException _) {
      problems.add(node, "not a number that JSON knows: " + text);
      return json.nullNode();
    }
  }
}
