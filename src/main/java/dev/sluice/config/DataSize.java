package dev.sluice.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, never negative. In text: {@code 512B}, {@code 64KiB}, {@code 1MiB}, {@code
 * 2GiB}.
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)");
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;
  private static final long GIB = MIB * KIB;

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a data size is never negative");
    }
  }

  public static DataSize ofKiB(long kib) {
    return new DataSize(Math.multiplyExact(kib, KIB));
  }

  public static DataSize ofMiB(long mib) {
    return new DataSize(Math.multiplyExact(mib, MIB));
  }

  /**
   * Reads the text form; anything else is an {@link IllegalArgumentException} that says what is
   * allowed.
   */
  public static DataSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a data size with its unit, such as 64KiB or 1MiB");
    }
    try {
      return new DataSize(
          Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2))));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("must be a smaller data size", e);
    }
  }

  private static long unit(String name) {
    return switch (name) {
      case "KiB" -> KIB;
      case "MiB" -> MIB;
      case "GiB" -> GIB;
      default -> 1;
    };
  }

  /** The bytes as an {@code int} for the many interfaces that take one; fails beyond 2 GiB - 1. */
  public int toIntExact() {
    return Math.toIntExact(bytes);
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The text form, in the largest unit that divides it. */
  @Override
  public String toString() {
    if (bytes == 0 || bytes % KIB != 0) {
      return bytes + "B";
    }
    if (bytes % MIB != 0) {
      return bytes / KIB + "KiB";
    }
    return bytes % GIB != 0 ? bytes / MIB + "MiB" : bytes / GIB + "GiB";
  }
}
