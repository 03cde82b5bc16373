package dev.sluice.config;

import java.util.function.Predicate;

/**
 * A rule for a value, from an annotation of its component.
 *
 * @param rule the end of a sentence that begins with the key: {@code must be at least 1}
 * @param counts a rule for the collection or the text as a whole, not for each value in it
 * @param holds whether a value of the component's type keeps to it
 */
record Bound(String rule, boolean counts, Predicate<Object> holds) {
  private static final String MUST_BE = "must be ";

  /** The rule in a table: {@code at least 1}. */
  String brief() {
    return rule.startsWith(MUST_BE) ? rule.substring(MUST_BE.length()) : rule;
  }
}
