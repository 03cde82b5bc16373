package dev.sluice.limit;

/** How much output there really is for what was expected; recent calls count more than old ones. */
final class Calibration {
  private static final double WEIGHT = 0.05;
  private static final double LEAST = 0.1;
  private static final double MOST = 10;

  private double expected;
  private double actual;

  /** Sums are weighed, not single ratios: small calls with odd ratios must not count like large. */
  void learn(long expectedOutput, long actualOutput) {
    if (expectedOutput <= 0) {
      return;
    }
    if (expected == 0) {
      expected = expectedOutput;
      actual = expectedOutput;
    }
    expected += WEIGHT * (expectedOutput - expected);
    actual += WEIGHT * (actualOutput - actual);
  }

  long apply(long expectedOutput) {
    return Math.round(expectedOutput * factor());
  }

  private double factor() {
    return expected == 0 ? 1 : Math.clamp(actual / expected, LEAST, MOST);
  }
}
