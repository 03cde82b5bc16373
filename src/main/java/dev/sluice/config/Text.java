package dev.sluice.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The final text of a scalar.
 *
 * @param plain written without quotes, so that free-form values may read a number or a word in it
 * @param variables the environment variables that it was made of; empty when written out in full
 */
record Text(String value, boolean plain, List<String> variables) {
  private static final int SHOWN = 60;

  /** Whether a variable left nothing: the way to say "absent" from outside the file. */
  boolean isAbsent() {
    return value.isEmpty() && !variables.isEmpty();
  }

  /**
   * The end of a message that says what was found. What comes from the environment is not shown: it
   * may be a secret that was put in the wrong place.
   */
  String found() {
    return variables.isEmpty()
        ? ", is \"" + printable(value) + "\""
        : variables.stream().collect(Collectors.joining(", ", " (value of ", ")"));
  }

  /** Short, on one line, and harmless to a terminal. */
  static String printable(String text) {
    String line =
        text.codePoints()
            .limit(SHOWN)
            .mapToObj(c -> Character.isISOControl(c) || isFormat(c) ? "?" : Character.toString(c))
            .collect(Collectors.joining());
    return text.codePointCount(0, text.length()) > SHOWN ? line + "…" : line;
  }

  private static boolean isFormat(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
