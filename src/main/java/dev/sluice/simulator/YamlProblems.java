package dev.sluice.simulator;

import dev.sluice.simulator.ScriptException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with a document, so that all of it can be told at once. */
final class YamlProblems {
  private final List<Problem> problems = new ArrayList<>();

  void add(Node where, String message) {
    add(where.getStartMark().getLine() + 1, message);
  }

  void add(int line, String message) {
    problems.add(new Problem(line, message));
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new ScriptException(problems);
    }
  }
}
