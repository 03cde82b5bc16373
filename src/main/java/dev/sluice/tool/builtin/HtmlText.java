package dev.sluice.tool.builtin;

import java.util.Locale;
import java.util.Set;

/**
 * The text of an HTML page, simply: no scripts, styles, tags or comments, a new line for each block
 * and single spaces in between. One pass, whatever the page looks like.
 */
final class HtmlText {
  private static final Set<String> SILENT =
      Set.of("script", "style", "noscript", "template", "svg", "iframe", "textarea", "select");
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "label", "mark",
          "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr");

  private final String html;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private HtmlText(String html) {
    this.html = html;
  }

  static String of(String html) {
    return new HtmlText(html).read();
  }

  private String read() {
    while (at < html.length()) {
      int tag = html.indexOf('<', at);
      int end = tag < 0 ? html.length() : tag;
      text(html.substring(at, end));
      at = end;
      if (tag >= 0) {
        markup();
      }
    }
    return out.toString().strip();
  }

  private void markup() {
    if (html.startsWith("<!--", at)) {
      skipPast("-->", at + 4);
    } else if (startsTag()) {
      tag();
    } else {
      text("<");
      at++;
    }
  }

  private boolean startsTag() {
    int next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
    return next == '/' || next == '!' || next == '?' || Character.isLetter(next);
  }

  private void tag() {
    boolean closing = html.startsWith("/", at + 1);
    String name = name(at + (closing ? 2 : 1));
    skipPast(">", at);
    if (!INLINE.contains(name)) {
      newLine();
    }
    if (!closing && SILENT.contains(name)) {
      skipElement(name);
    }
  }

  private String name(int start) {
    int end = start;
    while (end < html.length() && end - start < 16 && Character.isLetterOrDigit(html.charAt(end))) {
      end++;
    }
    return html.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private void skipPast(String mark, int from) {
    int found = html.indexOf(mark, from);
    at = found < 0 ? html.length() : found + mark.length();
  }

  /** To the closing tag; an element that is not closed hides the rest of the page. */
  private void skipElement(String name) {
    while (at < html.length()) {
      skipPast("</", at);
      if (html.regionMatches(true, at, name, 0, name.length())) {
        skipPast(">", at);
        return;
      }
    }
  }

  private void text(String raw) {
    String decoded = HtmlEntities.decode(raw);
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (!Character.isWhitespace(c) && c != '\u00a0') {
        out.append(c);
      } else if (!out.isEmpty() && !Character.isWhitespace(out.charAt(out.length() - 1))) {
        out.append(' ');
      }
    }
  }

  private void newLine() {
    int last = out.length() - 1;
    if (last >= 0 && out.charAt(last) == ' ') {
      out.setCharAt(last, '\n');
    } else if (last >= 0 && out.charAt(last) != '\n') {
      out.append('\n');
    }
  }
}
