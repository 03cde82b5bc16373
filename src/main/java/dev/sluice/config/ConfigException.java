package dev.sluice.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used; carries every problem found, in the order of the file. Without
 * a stack trace: the person who reads it wrote the file, not the program.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int REPORTED = 100;

  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(report(problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /** One line for each problem, for the person; cut after the first hundred. */
  public String report() {
    return report(problems);
  }

  private static String report(List<Problem> problems) {
    String lines =
        problems.stream().limit(REPORTED).map(Problem::toString).collect(Collectors.joining("\n"));
    int left = problems.size() - REPORTED;
    return left > 0 ? lines + "\nand " + left + " more" : lines;
  }
}
