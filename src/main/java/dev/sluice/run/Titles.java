package dev.sluice.run;

import dev.sluice.message.Message;

/** Names conversations by how they began. */
final class Titles {
  private static final int MAX_CHARS = 60;

  private Titles() {}

  static String of(Message first) {
    String text = first.text().strip().replaceAll("\\s+", " ");
    if (text.isEmpty()) {
      return "(no text)";
    }
    if (text.codePointCount(0, text.length()) <= MAX_CHARS) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_CHARS - 1)).strip() + "…";
  }
}
