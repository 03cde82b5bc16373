package dev.sluice.simulator.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out which of the well-known tools a text asks for, in the order of the text. */
final class Wishes {
  private static final int CASELESS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final Pattern LIST_NOTES =
      Pattern.compile("\\b(?:list|show|read|what are|which)\\b.*\\bnotes\\b", CASELESS);
  private static final Pattern NOTE =
      Pattern.compile(
          "\\b(?:remember|note|write\\s+down)\\b(?!s)(?:\\s+(?:that|down|to self))?[:,]?\\s+(.+)",
          CASELESS);
  private static final Pattern WEATHER =
      Pattern.compile("\\bweather\\b.*?\\b(?:in|for|at|of)\\s+(.+)", CASELESS);
  private static final Pattern CITY =
      Pattern.compile(
          "^(?:the\\s+)?(\\p{Lu}[\\p{L}.'’-]*"
              + "(?:\\s+(?:de|la|am|an|der|upon)?\\s*\\p{Lu}[\\p{L}.'’-]*)*"
              + "|\\p{L}[\\p{L}'’-]*"
              + "(?:\\s+(?!please|today|tonight|tomorrow|now|right|this|like|on|at)"
              + "\\p{L}[\\p{L}'’-]*){0,2})");
  private static final Pattern SEARCH =
      Pattern.compile(
          "\\b(?:search|google|look\\s+up)\\b(?:\\s+(?:the\\s+)?(?:web|internet|online))?"
              + "(?:\\s+(?:for|about))?\\s+(.+)",
          CASELESS);
  private static final Pattern LATEST =
      Pattern.compile(
          "\\b(?:who|what)(?:\\s+is|\\s+are|'s|’s)\\s+(the\\s+(?:latest|newest|current)\\b.+)",
          CASELESS);
  private static final Pattern TIME =
      Pattern.compile(
          "\\bwhat\\s+time\\b|\\b(?:current|local)\\s+time\\b"
              + "|\\bthe\\s+time\\b(?!\\s+(?:of|to|for|when))|\\btime\\s+is\\s+it\\b"
              + "|\\b(?:what\\s+day|today'?s\\s+date|the\\s+date\\s+today)\\b",
          CASELESS);
  private static final Pattern URL = Pattern.compile("https?://\\S+");

  private Wishes() {}

  static List<Wish> in(String text) {
    return Clauses.of(text).stream().flatMap(Wishes::inClause).distinct().toList();
  }

  private static Stream<Wish> inClause(String clause) {
    if (LIST_NOTES.matcher(clause).find()) {
      return Stream.of(new Wish("list_notes", "", ""));
    }
    Matcher note = NOTE.matcher(clause);
    if (note.find()) {
      return Stream.of(new Wish("save_note", "text", note.group(1).strip()));
    }
    Matcher url = URL.matcher(clause);
    if (url.find()) {
      return Stream.of(new Wish("fetch_url", "url", url.group()));
    }
    Matcher search = SEARCH.matcher(clause);
    if (search.find()) {
      return Stream.of(new Wish("web_search", "query", search.group(1).strip()));
    }
    return facts(clause);
  }

  private static Stream<Wish> facts(String clause) {
    List<Wish> wishes = new ArrayList<>();
    Matcher weather = WEATHER.matcher(clause);
    if (weather.find()) {
      cities(weather.group(1)).forEach(city -> wishes.add(new Wish("get_weather", "city", city)));
    }
    Arithmetic.in(clause).ifPresent(sum -> wishes.add(new Wish("calculator", "expression", sum)));
    if (TIME.matcher(clause).find()) {
      wishes.add(new Wish("current_time", "", ""));
    }
    Matcher latest = LATEST.matcher(clause);
    if (wishes.isEmpty() && latest.find()) {
      wishes.add(new Wish("web_search", "query", latest.group(1).strip()));
    }
    return wishes.stream();
  }

  private static Stream<String> cities(String list) {
    return Arrays.stream(list.split(",\\s*(?:and\\s+)?|\\s+and\\s+", -1))
        .map(CITY::matcher)
        .filter(Matcher::find)
        .map(city -> city.group(1).strip());
  }
}
