package dev.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The file after parsing: what was written, and where. Immutable. */
sealed interface Tree {
  Origin origin();

  /** How a message calls it. */
  String kind();

  /** A scalar as it stands in the file, before the environment is put in. */
  record Scalar(Origin origin, String raw, boolean plain) implements Tree {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    @Override
    public String kind() {
      return "a single value";
    }

    boolean isNull() {
      return plain && NULLS.contains(raw);
    }
  }

  /** A scalar whose text is final: after substitution, or taken from an environment variable. */
  record Resolved(Origin origin, Text text) implements Tree {
    @Override
    public String kind() {
      return "a single value";
    }
  }

  record Sequence(Origin origin, List<Tree> items) implements Tree {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Mapping(Origin origin, Map<String, Tree> entries) implements Tree {
    @Override
    public String kind() {
      return "a group of keys";
    }
  }
}
