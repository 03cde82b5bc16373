package dev.sluice.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value to be bound: what it can be, what it must keep to, and where it stands. */
record Slot(Shape shape, List<Bound> bounds, Site site) {
  Slot as(Shape inner) {
    return new Slot(inner, bounds, site);
  }

  /** An item of this list; rules about the list as a whole stay with it. */
  Slot item(Shape inner, int index, @Nullable Tree tree) {
    return new Slot(inner, eachBounds(), site.item(index, tree));
  }

  /** An entry of this map; rules about the map as a whole stay with it. */
  Slot entry(Shape inner, String key, @Nullable Tree tree) {
    return new Slot(inner, eachBounds(), site.key(key, tree));
  }

  private List<Bound> eachBounds() {
    return bounds.stream().filter(bound -> !bound.counts()).toList();
  }
}
