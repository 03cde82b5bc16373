package dev.sluice.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Builds the {@link Tree} of one document from parser events. Anchors, aliases and tags are refused
 * here, before anything could be expanded or constructed.
 */
final class YamlTree {
  static final int MAX_DEPTH = 32;

  private final String source;
  private final Findings findings;
  private final Iterator<Event> events;
  private int depth;

  YamlTree(String source, Findings findings, Iterator<Event> events) {
    this.source = source;
    this.findings = findings;
    this.events = events;
  }

  /** An empty file reads as an empty mapping. */
  Optional<Tree> document() {
    events.next(); // the start of the stream
    if (!events.next().is(Event.ID.DocumentStart)) {
      return Optional.of(new Tree.Mapping(new Origin(source, 0), Map.of()));
    }
    Optional<Tree> tree = node(events.next(), new Site("", new Origin(source, 0)), null);
    events.next(); // the end of the document
    Event next = events.next();
    if (next.is(Event.ID.DocumentStart)) {
      findings.add(originOf(next), "", "must be one YAML document; remove the second ---");
    }
    return tree;
  }

  /**
   * A value of a mapping has the line of its key, where a person looks for it; an alias has none.
   */
  private Optional<Tree> node(Event event, Site parent, @Nullable Origin key) {
    Origin origin = key == null ? originOf(event) : key;
    Site site = new Site(parent.path(), origin);
    refuseAnchor(event, site);
    return switch (event) {
      case ScalarEvent scalar -> {
        refuseTag(scalar.getTag(), site);
        yield Optional.of(new Tree.Scalar(origin, scalar.getValue(), scalar.isPlain()));
      }
      case CollectionStartEvent start -> {
        refuseTag(start.getTag(), site);
        yield Optional.of(collection(start, site));
      }
      default -> Optional.empty();
    };
  }

  private Tree collection(CollectionStartEvent start, Site site) {
    if (depth == MAX_DEPTH) {
      throw new YamlText.TooDeepException(originOf(start).line());
    }
    depth++;
    Tree tree = start instanceof MappingStartEvent ? mapping(site) : sequence(site);
    depth--;
    return tree;
  }

  private Tree sequence(Site site) {
    List<Tree> items = new ArrayList<>();
    for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
      node(event, site.item(items.size(), null), null).ifPresent(items::add);
    }
    return new Tree.Sequence(site.origin(), List.copyOf(items));
  }

  private Tree mapping(Site site) {
    Map<String, Tree> entries = new LinkedHashMap<>();
    for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
      Origin line = originOf(event);
      if (node(event, site, null).orElse(null) instanceof Tree.Scalar key) {
        entry(entries, key.raw(), site, line);
      } else {
        findings.add(new Site(site.path(), line), "has a key that is not plain text");
        node(events.next(), site, line);
      }
    }
    return new Tree.Mapping(site.origin(), Collections.unmodifiableMap(entries));
  }

  private void entry(Map<String, Tree> entries, String key, Site parent, Origin line) {
    Site site = new Site(parent.key(key, null).path(), line);
    Optional<Tree> value = node(events.next(), site, line);
    Tree first = entries.get(key);
    if (first != null) {
      findings.add(site, "is given twice, first on line " + first.origin().line());
    } else {
      value.ifPresent(v -> entries.put(key, v));
    }
  }

  private void refuseAnchor(Event event, Site site) {
    if (event instanceof AliasEvent) {
      findings.add(site, "is an alias (*name), which is not supported; write the value out");
    } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
      findings.add(site, "has an anchor (&name), which is not supported; write the value out");
    }
  }

  private void refuseTag(@Nullable String tag, Site site) {
    if (tag != null && !tag.equals("!")) {
      findings.add(site, "has a YAML tag (!name), which is not supported; remove it");
    }
  }

  private Origin originOf(Event event) {
    return new Origin(source, event.getStartMark().getLine() + 1);
  }
}
