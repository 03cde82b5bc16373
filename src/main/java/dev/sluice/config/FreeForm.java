package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads a tree as JSON; unquoted words and numbers become what JSON calls them. */
record FreeForm(LeafBinder leaves) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONG_BITS = 63;
  private static final int INT_BITS = 31;

  /** Null after a finding. */
  @Nullable JsonNode read(Tree tree, Site site) {
    return switch (tree) {
      case Tree.Scalar scalar when scalar.isNull() -> NODES.nullNode();
      case Tree.Scalar scalar -> {
        Tree.Resolved resolved = leaves.resolve(scalar, site);
        yield resolved == null ? null : scalar(resolved.text());
      }
      case Tree.Resolved resolved -> scalar(resolved.text());
      case Tree.Sequence sequence -> array(sequence, site);
      case Tree.Mapping mapping -> object(mapping, site);
    };
  }

  private @Nullable JsonNode array(Tree.Sequence sequence, Site site) {
    ArrayNode array = NODES.arrayNode();
    boolean good = true;
    for (int i = 0; i < sequence.items().size(); i++) {
      Tree item = sequence.items().get(i);
      JsonNode value = read(item, site.item(i, item));
      good &= value != null;
      array.add(value);
    }
    return good ? array : null;
  }

  private @Nullable JsonNode object(Tree.Mapping mapping, Site site) {
    ObjectNode object = NODES.objectNode();
    boolean good = true;
    for (var entry : mapping.entries().entrySet()) {
      JsonNode value = read(entry.getValue(), site.key(entry.getKey(), entry.getValue()));
      good &= value != null;
      object.set(entry.getKey(), value);
    }
    return good ? object : null;
  }

  private static JsonNode scalar(Text text) {
    String value = text.value();
    if (!text.plain()) {
      return NODES.textNode(value);
    }
    if (value.equals("true") || value.equals("false")) {
      return NODES.booleanNode(value.equals("true"));
    }
    if (NumberText.isWhole(value)) {
      return whole(NumberText.wholeOf(value));
    }
    return NumberText.isDecimal(value)
        ? DecimalNode.valueOf(new BigDecimal(value.replace("_", "")))
        : NODES.textNode(value);
  }

  private static JsonNode whole(BigInteger number) {
    if (number.bitLength() <= INT_BITS) {
      return NODES.numberNode(number.intValueExact());
    }
    return number.bitLength() <= LONG_BITS
        ? NODES.numberNode(number.longValueExact())
        : NODES.numberNode(number);
  }
}
