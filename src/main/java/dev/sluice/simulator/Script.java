package dev.sluice.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A list of rules, tried in order for each request; immutable, so it can be played again. */
public final class Script {
  private final List<Rule> rules;

  Script(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads a script from YAML.
   *
   * @throws ScriptException with every problem and its line
   */
  public static Script parse(String yaml) {
    return ScriptReader.read(yaml);
  }

  /**
   * Reads a script from a file; blocks.
   *
   * @throws IOException if the file cannot be read
   * @throws ScriptException with every problem and its line
   */
  public static Script load(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  List<Rule> rules() {
    return rules;
  }
}
