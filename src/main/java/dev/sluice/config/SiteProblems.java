package dev.sluice.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds path and line for what a {@link Validated} record reports. */
record SiteProblems(Findings findings, Optional<Shape> shape, Optional<Tree> tree, Site site)
    implements Problems {
  @Override
  public void report(String name, String message) {
    in(name).report(message);
  }

  @Override
  public void report(String message) {
    findings.add(site, message);
  }

  @Override
  public Problems in(String name) {
    Optional<Component> component =
        section()
            .flatMap(s -> s.components().stream().filter(c -> c.name().equals(name)).findAny());
    String key = component.map(Component::key).orElse(name);
    Optional<Shape> inner =
        component
            .map(Component::shape)
            .or(() -> bare().map(s -> s instanceof Shape.Entries(Shape of) ? of : null));
    Optional<Tree> child =
        tree.map(t -> t instanceof Tree.Mapping mapping ? mapping.entries().get(key) : null);
    return new SiteProblems(findings, inner, child, site.key(key, child.orElse(null)));
  }

  @Override
  public Problems in(int index) {
    Optional<Shape> inner = bare().map(s -> s instanceof Shape.Items(Shape of) ? of : null);
    Optional<Tree> child = tree.map(t -> item(t, index));
    return new SiteProblems(findings, inner, child, site.item(index, child.orElse(null)));
  }

  private static @Nullable Tree item(Tree tree, int index) {
    List<Tree> items = tree instanceof Tree.Sequence sequence ? sequence.items() : List.of();
    return index < items.size() ? items.get(index) : null;
  }

  private Optional<Shape.Section> section() {
    return bare().map(s -> s instanceof Shape.Section section ? section : null);
  }

  private Optional<Shape> bare() {
    return shape.map(s -> s instanceof Shape.Maybe(Shape of) ? of : s);
  }
}
