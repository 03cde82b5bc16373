package dev.sluice.simulator;

import java.util.List;
import java.util.stream.Collectors;

/** A script that cannot be played, with everything that is wrong with it. */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ScriptException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** One mistake; lines count from 1. */
  public record Problem(int line, String message) {
    @Override
    public String toString() {
      return "line %d: %s".formatted(line, message);
    }
  }

  public List<Problem> problems() {
    return problems;
  }
}
