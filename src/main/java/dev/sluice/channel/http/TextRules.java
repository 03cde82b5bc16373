package dev.sluice.channel.http;

import java.util.Optional;

/** What text may not hold: what providers, stores or terminals choke on. */
final class TextRules {
  private TextRules() {}

  /** What is wrong with the text and where, if anything is. */
  static Optional<String> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        return Optional.of("has the control character U+%04X at position %d".formatted((int) c, i));
      }
      if (Character.isSurrogate(c)) {
        if (!isPairAt(text, i)) {
          return Optional.of("has half a surrogate pair at position " + i);
        }
        i++;
      }
    }
    return Optional.empty();
  }

  private static boolean isPairAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
