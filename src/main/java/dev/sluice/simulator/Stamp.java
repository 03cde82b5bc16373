package dev.sluice.simulator;

/**
 * A point in time as text of constant length: 19 digits and a space. The digits are {@link
 * System#nanoTime}, which on Linux all processes of a machine share, so whoever reads one knows how
 * long it was under way.
 */
final class Stamp {
  static final int LENGTH = 20;

  private Stamp() {}

  static String of(long nanos) {
    String digits = Long.toString(nanos);
    return "0".repeat(LENGTH - 1 - digits.length()) + digits + ' ';
  }
}
