package dev.sluice.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the file: a whole number and its unit, {@code 250ms}, {@code 30s}, {@code 1d}. */
final class DurationText {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,13})(ms|s|m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private DurationText() {}

  static Duration parse(String text) throws Refusal {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new Refusal("must be a duration with its unit (ms, s, m, h, d), such as 30s");
    }
    // At most 13 digits of days: far inside what a Duration holds.
    Duration duration = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    if (duration.compareTo(LONGEST) > 0) {
      throw new Refusal("must be at most " + render(LONGEST));
    }
    return duration;
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  /** In the largest unit that divides it; parts of a millisecond are dropped. */
  static String render(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes % 60 != 0) {
      return minutes + "m";
    }
    return minutes % (24 * 60) != 0 ? minutes / 60 + "h" : minutes / (24 * 60) + "d";
  }
}
