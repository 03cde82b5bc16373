package dev.sluice.tool;

/**
 * How much of a tool's result the model gets to read.
 *
 * @param maxBytes of UTF-8, the note about the cut not counted
 */
public record ContentLimit(int maxBytes) {
  /** 64 KiB, about 16 000 tokens. */
  public static final ContentLimit DEFAULT = new ContentLimit(64 * 1024);

  public ContentLimit {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("a result must have room for at least 1 byte");
    }
  }

  /** The text, or its beginning up to a whole code point and a note that it was cut. */
  public String apply(String text) {
    int end = endWithin(text, maxBytes);
    return end == text.length()
        ? text
        : text.substring(0, end) + "\n[cut: only the first " + maxBytes + " bytes are shown]";
  }

  /** The beginning of the text, of at most so many bytes and an ellipsis. */
  static String cut(String text, int maxBytes) {
    int end = endWithin(text, maxBytes);
    return end == text.length() ? text : text.substring(0, end) + "…";
  }

  private static int endWithin(String text, int maxBytes) {
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      bytes += utf8Length(codePoint);
      if (bytes > maxBytes) {
        return at;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
