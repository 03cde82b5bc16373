package dev.sluice.store.postgres;

/**
 * Gives every Java string a form that Postgres can keep: its text type knows neither NUL nor half a
 * surrogate pair. Most texts are kept as they are.
 */
final class ExactText {
  private static final char ESCAPE = '\\';

  private ExactText() {}

  /** A backslash is doubled, NUL becomes {@code \0}, half a pair its JSON escape. */
  static String encode(String text) {
    return isPlain(text, true) ? text : escape(text, true);
  }

  static String decode(String kept) {
    if (kept.indexOf(ESCAPE) < 0) {
      return kept;
    }
    var text = new StringBuilder(kept.length());
    int at = 0;
    while (at < kept.length()) {
      char c = kept.charAt(at);
      if (c != ESCAPE) {
        text.append(c);
        at++;
      } else {
        at = unescape(kept, at + 1, text);
      }
    }
    return text.toString();
  }

  /**
   * JSON that is to stay as it is. Valid JSON has no NUL, and half a pair has no bytes of its own:
   * it becomes the escape that means it.
   */
  static String json(String json) {
    return isPlain(json, false) ? json : escape(json, false);
  }

  private static boolean isPlain(String text, boolean free) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || (free && c == ESCAPE)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String escape(String text, boolean free) {
    var kept = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (free && c == ESCAPE) {
        kept.append("\\\\");
      } else if (free && c == 0) {
        kept.append("\\0");
      } else if (isPair(text, i)) {
        kept.append(c).append(text.charAt(++i));
      } else if (c == 0 || Character.isSurrogate(c)) {
        kept.append(String.format("\\u%04x", (int) c));
      } else {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /** The value is where to go on. */
  private static int unescape(String kept, int at, StringBuilder text) {
    return switch (at < kept.length() ? kept.charAt(at) : ESCAPE) {
      case '0' -> {
        text.append('\0');
        yield at + 1;
      }
      case 'u' -> {
        text.append((char) Integer.parseInt(kept, at + 1, at + 5, 16));
        yield at + 5;
      }
      default -> {
        text.append(ESCAPE);
        yield at + 1;
      }
    };
  }
}
