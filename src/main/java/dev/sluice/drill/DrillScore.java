package dev.sluice.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one model did.
 *
 * @param results by the name of the question
 */
public record DrillScore(String target, Map<String, Result> results) {
  public DrillScore {
    results = new TreeMap<>(results);
  }

  /** One question's answer, and how it was judged. */
  public record Result(DrillAnswer answer, List<DrillCheck> checks) {
    public Result {
      checks = List.copyOf(checks);
    }

    long passed() {
      return checks.stream().filter(DrillCheck::passed).count();
    }
  }

  public long passed() {
    return results.values().stream().mapToLong(Result::passed).sum();
  }

  public long checks() {
    return results.values().stream().mapToLong(result -> result.checks().size()).sum();
  }

  /** Part of the checks that passed, from 0 to 1. */
  public double share() {
    return checks() == 0 ? 0 : (double) passed() / checks();
  }

  public long costMicros() {
    return results.values().stream().mapToLong(result -> result.answer().costMicros()).sum();
  }

  /** Of one question, on average. */
  public Duration meanDuration() {
    return results.values().stream()
        .map(result -> result.answer().duration())
        .reduce(Duration.ZERO, Duration::plus)
        .dividedBy(Math.max(1, results.size()));
  }
}
