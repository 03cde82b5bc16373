package dev.sluice.tool.builtin;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Character references of HTML: all numeric ones, and the names that pages of text use. */
final class HtmlEntities {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));");
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("laquo", "«"),
          Map.entry("raquo", "»"),
          Map.entry("bull", "•"),
          Map.entry("middot", "·"),
          Map.entry("copy", "©"),
          Map.entry("euro", "€"),
          Map.entry("deg", "°"),
          Map.entry("times", "×"));

  private HtmlEntities() {}

  /** The text with its references replaced; one that is not known stays as it is. */
  static String decode(String text) {
    return text.indexOf('&') < 0
        ? text
        : REFERENCE.matcher(text).replaceAll(it -> Matcher.quoteReplacement(character(it)));
  }

  private static String character(MatchResult reference) {
    if (reference.group(1) != null) {
      return character(Integer.parseInt(reference.group(1)));
    }
    if (reference.group(2) != null) {
      return character(Integer.parseInt(reference.group(2), 16));
    }
    return NAMES.getOrDefault(reference.group(3), reference.group());
  }

  private static String character(int codePoint) {
    boolean sound =
        Character.isValidCodePoint(codePoint)
            && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
            && (!Character.isISOControl(codePoint) || Character.isWhitespace(codePoint));
    return sound ? Character.toString(codePoint) : "\ufffd";
  }
}
