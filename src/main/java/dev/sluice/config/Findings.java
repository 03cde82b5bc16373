package dev.sluice.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems while a configuration is read. One reader, one thread. */
final class Findings {
  private final List<Problem> problems = new ArrayList<>();

  void add(Site site, String message) {
    add(site.origin(), site.path(), message);
  }

  void add(Origin origin, String path, String message) {
    problems.add(new Problem(origin.source(), origin.line(), path, message));
  }

  int count() {
    return problems.size();
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ConfigException(
          problems.stream().sorted(Comparator.comparingInt(Findings::place)).toList());
    }
  }

  /** The order of the file, then what has no line. */
  private static int place(Problem problem) {
    return problem.line() > 0 ? problem.line() : Integer.MAX_VALUE;
  }
}
