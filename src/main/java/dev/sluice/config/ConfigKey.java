package dev.sluice.config;

/**
 * One key of the configuration, for the reference and for the test that knows them all.
 *
 * @param path as in a problem, with {@code <name>} for the name of a map entry and {@code []} for
 *     an item of a list
 * @param type what a person writes there
 * @param defaultValue as it would be written; {@code (none)} for an optional key, {@code
 *     (required)} where there is no default
 * @param bounds the rules for the value; empty when there are none
 * @param doc the one line of {@link Doc}; empty when there is none
 */
public record ConfigKey(String path, String type, String defaultValue, String bounds, String doc) {
  static final String NONE = "(none)";
  static final String REQUIRED = "(required)";
}
