package dev.sluice.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param source the file, or the environment variable that overrides it
 * @param line counted from 1; 0 when the source has no line to point at
 * @param path the key, such as {@code agents.default.tools[2]}; empty for the file as a whole
 * @param message what is wrong and what is allowed
 */
public record Problem(String source, int line, String path, String message) {
  /** {@code conf/sluice.yaml:12: run.max_turns: must be at least 1, is "0"}. */
  @Override
  public String toString() {
    String where = line > 0 ? source + ":" + line : source;
    return where + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
