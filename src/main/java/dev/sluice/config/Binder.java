package dev.sluice.config;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree to a shape. A null tree stands for a key that was not written: the base, which is
 * the value of the defaults, takes its place and is held to the same rules. The answer is null when
 * there was a finding. One load, one thread; depth is bounded by the record types and the parser.
 */
final class Binder {
  private final Findings findings;
  private final LeafBinder leaves;
  private final SectionBinder sections;

  Binder(Substitution substitution, Findings findings) {
    this.findings = findings;
    this.leaves = new LeafBinder(substitution, findings);
    this.sections = new SectionBinder(this, leaves, findings);
  }

  @Nullable Object bind(Slot slot, @Nullable Tree tree, @Nullable Object base) {
    if (tree instanceof Tree.Scalar scalar && scalar.isNull()) {
      return bindNull(slot, base);
    }
    return switch (slot.shape()) {
      case Shape.Section section -> sections.bind(section, slot.site(), tree, base);
      case Shape.Maybe(Shape of) -> bindMaybe(slot.as(of), tree, base);
      case Shape.Items(Shape of) -> bindItems(slot, of, tree, base);
      case Shape.Entries(Shape of) -> bindEntries(slot, of, tree, base);
      case Shape.Scalar(ScalarType type) -> leaves.scalar(slot, type, tree, base);
      case Shape.Concealed _ -> leaves.secret(slot, tree, base);
      case Shape.Free _ -> leaves.free(slot, tree, base);
    };
  }

  /** A key with nothing behind it. For a group, all that stood there may be commented out. */
  private @Nullable Object bindNull(Slot slot, @Nullable Object base) {
    return switch (slot.shape()) {
      case Shape.Section _, Shape.Entries _ ->
          bind(slot, new Tree.Mapping(slot.site().origin(), Map.of()), base);
      case Shape.Maybe _ -> Optional.empty();
      case Shape.Free _ -> NullNode.getInstance();
      case Shape.Items _ -> refuse(slot, "has no value; write [] for an empty list");
      case Shape.Scalar _, Shape.Concealed _ ->
          refuse(slot, "has no value; write one, or remove the key");
    };
  }

  private @Nullable Object bindMaybe(Slot inner, @Nullable Tree tree, @Nullable Object base) {
    Object innerBase = base instanceof Optional<?> optional ? optional.orElse(null) : null;
    Tree present = tree;
    if (tree instanceof Tree.Scalar scalar && !(inner.shape() instanceof Shape.Free)) {
      Tree.Resolved resolved = leaves.resolve(scalar, inner.site());
      if (resolved == null) {
        return null;
      }
      present = resolved.text().isAbsent() ? null : resolved;
    }
    if (present == null && innerBase == null) {
      return Optional.empty();
    }
    Object value = bind(inner, present, innerBase);
    return value == null ? null : Optional.of(value);
  }

  private @Nullable Object bindItems(
      Slot slot, Shape of, @Nullable Tree tree, @Nullable Object base) {
    if (tree instanceof Tree.Sequence sequence) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Tree item : sequence.items()) {
        values.add(bind(slot.item(of, values.size(), item), item, null));
      }
      return list(slot, values);
    }
    if (tree == null && base instanceof List<?> defaults) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Object item : defaults) {
        values.add(bind(slot.item(of, values.size(), null), null, item));
      }
      return list(slot, values);
    }
    return refuse(slot, tree == null ? LeafBinder.MISSING : "must be a list, is " + tree.kind());
  }

  private @Nullable Object list(Slot slot, List<@Nullable Object> values) {
    List<Object> list = new ArrayList<>();
    for (Object value : values) {
      if (value == null) {
        return null;
      }
      list.add(value);
    }
    return counted(slot, Collections.unmodifiableList(list));
  }

  /** The entries of the file on top of those of the defaults, entry by entry. */
  private @Nullable Object bindEntries(
      Slot slot, Shape of, @Nullable Tree tree, @Nullable Object base) {
    if (tree != null && !(tree instanceof Tree.Mapping)) {
      return refuse(slot, "must be a group of keys, is " + tree.kind());
    }
    if (tree == null && base == null) {
      return refuse(slot, LeafBinder.MISSING);
    }
    Map<String, Tree> written = tree instanceof Tree.Mapping mapping ? mapping.entries() : Map.of();
    Map<String, Object> defaults = defaults(base);
    Set<String> keys = new LinkedHashSet<>(defaults.keySet());
    keys.addAll(written.keySet());
    Map<String, Object> values = new LinkedHashMap<>();
    for (String key : keys) {
      Tree child = written.get(key);
      Object value = bind(slot.entry(of, key, child), child, defaults.get(key));
      if (value != null) {
        values.put(key, value);
      }
    }
    return values.size() < keys.size() ? null : counted(slot, Collections.unmodifiableMap(values));
  }

  private static Map<String, Object> defaults(@Nullable Object base) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    if (base instanceof Map<?, ?> map) {
      map.forEach((key, value) -> defaults.put((String) key, value));
    }
    return defaults;
  }

  private @Nullable Object counted(Slot slot, Object collection) {
    for (Bound bound : slot.bounds()) {
      if (bound.counts() && !bound.holds().test(collection)) {
        return refuse(slot, bound.rule());
      }
    }
    return collection;
  }

  private @Nullable Object refuse(Slot slot, String message) {
    findings.add(slot.site(), message);
    return null;
  }
}
