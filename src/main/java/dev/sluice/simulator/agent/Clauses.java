package dev.sluice.simulator.agent;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Takes a text that wants several things apart into one clause for each. */
final class Clauses {
  private static final Pattern BORDER =
      Pattern.compile(
          "(?<=[.!?;])\\s+|\\n+|,?\\s+(?:and|then|also)(?:\\s+then|\\s+also)?\\s+(?=(?:please\\s+)?"
              + "(?:what|who|when|how|search|look|find|calculate|compute|remember|note|save|list"
              + "|show|tell|give|the\\s+weather|the\\s+time|weather)\\b)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern EDGES = Pattern.compile("^\\s+|[\\s.!?;,]+$");

  private Clauses() {}

  static List<String> of(String text) {
    return Arrays.stream(BORDER.split(text))
        .map(clause -> EDGES.matcher(clause).replaceAll(""))
        .filter(clause -> !clause.isEmpty())
        .toList();
  }
}
