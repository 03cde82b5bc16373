package dev.sluice.model.messages;

/** Makes text of the other side fit for an error message or a log line. */
final class CleanText {
  private static final int MAX_MESSAGE = 500;
  private static final int MAX_NAME = 100;

  private CleanText() {}

  /** One line of at most 500 characters, without control characters. */
  static String message(String text) {
    return clean(text, MAX_MESSAGE);
  }

  /** A name such as an error type: one line of at most 100 characters. */
  static String name(String text) {
    return clean(text, MAX_NAME);
  }

  private static String clean(String text, int max) {
    var clean = new StringBuilder(Math.min(text.length(), max));
    text.codePoints()
        .limit(4L * max)
        .map(c -> isUnfit(c) ? ' ' : c)
        .forEach(clean::appendCodePoint);
    String line = clean.toString().replaceAll(" {2,}", " ").strip();
    return line.length() <= max ? line : line.substring(0, wholeCharacters(line, max - 1)) + "…";
  }

  private static int wholeCharacters(String line, int end) {
    return Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
  }

  private static boolean isUnfit(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
