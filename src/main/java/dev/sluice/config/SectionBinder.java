package dev.sluice.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds groups of keys to records. The answer is null when there was a finding. */
final class SectionBinder {
  private final Binder binder;
  private final LeafBinder leaves;
  private final Findings findings;

  SectionBinder(Binder binder, LeafBinder leaves, Findings findings) {
    this.binder = binder;
    this.leaves = leaves;
    this.findings = findings;
  }

  @Nullable Object bind(
      Shape.Section section, Site site, @Nullable Tree tree, @Nullable Object base) {
    if (tree != null && !(tree instanceof Tree.Mapping)) {
      findings.add(site, "must be a group of keys, is " + tree.kind());
      return null;
    }
    Map<String, Tree> entries = tree instanceof Tree.Mapping mapping ? mapping.entries() : Map.of();
    refuseUnknown(section, site, entries);
    Object owner = base == null ? section.defaults() : base;
    List<Object> values = new ArrayList<>();
    for (Component component : section.components()) {
      Object value = component(component, site, entries, owner);
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() < section.components().size()
        ? null
        : construct(section, site, tree, values.toArray());
  }

  private @Nullable Object component(
      Component component, Site site, Map<String, Tree> entries, @Nullable Object owner) {
    Tree tree = entries.get(component.key());
    Object base = component.of(owner);
    if (component.shape().isSecret() && entries.containsKey(component.fileKey())) {
      return secret(component, site, entries, base);
    }
    return binder.bind(slot(component, site, tree), tree, base);
  }

  /**
   * Either the secret or its file; one that is empty because a variable is unset does not count.
   */
  private @Nullable Object secret(
      Component component, Site site, Map<String, Tree> entries, @Nullable Object base) {
    Tree inline = entries.get(component.key());
    Tree named = entries.get(component.fileKey());
    Site namedSite = site.key(component.fileKey(), named);
    Optional<Tree> file = present(named);
    Optional<Tree> secret = present(inline);
    if (file.isPresent() && secret.isPresent()) {
      findings.add(namedSite, "stands beside " + component.key() + "; keep only one of the two");
      return null;
    }
    if (file.isEmpty()) {
      return binder.bind(slot(component, site, secret.orElse(null)), secret.orElse(null), base);
    }
    Object value = leaves.secretFile(namedSite, file.get());
    return value == null || component.shape() instanceof Shape.Concealed
        ? value
        : Optional.of(value);
  }

  /** With the environment put in; what cannot be resolved stays as it is, to be reported once. */
  private Optional<Tree> present(@Nullable Tree tree) {
    return switch (tree) {
      case null -> Optional.empty();
      case Tree.Scalar scalar when scalar.isNull() -> Optional.empty();
      case Tree.Scalar scalar -> leaves.peek(scalar);
      case Tree.Resolved _, Tree.Sequence _, Tree.Mapping _ -> Optional.of(tree);
    };
  }

  private static Slot slot(Component component, Site site, @Nullable Tree tree) {
    return new Slot(component.shape(), component.bounds(), site.key(component.key(), tree));
  }

  private void refuseUnknown(Shape.Section section, Site site, Map<String, Tree> entries) {
    List<String> known = new ArrayList<>();
    for (Component component : section.components()) {
      known.add(component.key());
      if (component.shape().isSecret()) {
        known.add(component.fileKey());
      }
    }
    entries.forEach(
        (key, tree) -> {
          if (!known.contains(key)) {
            findings.add(site.key(key, tree), unknown(key, known));
          }
        });
  }

  private static String unknown(String key, List<String> known) {
    return Nearest.to(key, known)
        .map(near -> "is no known key; did you mean " + near + "?")
        .orElseGet(() -> "is no known key; known here are " + String.join(", ", known));
  }

  private @Nullable Object construct(
      Shape.Section section, Site site, @Nullable Tree tree, Object[] values) {
    Class<?>[] types =
        section.components().stream()
            .map(component -> component.accessor().getReturnType())
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = section.type().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      Record made = constructor.newInstance(values);
      return made instanceof Validated validated && !validate(validated, section, site, tree)
          ? null
          : made;
    } catch (InvocationTargetException e) {
      findings.add(site, reason(e.getCause()));
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + section.type().getName(), e);
    }
  }

  private boolean validate(Validated made, Shape.Section section, Site site, @Nullable Tree tree) {
    int before = findings.count();
    try {
      made.validate(
          new SiteProblems(findings, Optional.of(section), Optional.ofNullable(tree), site));
    } catch (RuntimeException e) {
      findings.add(site, reason(e));
    }
    return findings.count() == before;
  }

  /** What a constructor or a rule of the record throws is taken as its verdict. */
  private static String reason(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    String message = thrown == null ? null : thrown.getMessage();
    return message == null ? "is refused (" + thrown + ")" : message;
  }
}
