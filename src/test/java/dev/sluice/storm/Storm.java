package dev.sluice.storm;

import dev.sluice.storm.FaultyLine.Mode;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of outage.
 *
 * @param script what the model does; empty where the line is at fault
 * @param line what the line does
 * @param errors what a run that nobody can answer may end with
 */
record Storm(String name, Optional<String> script, Mode line, Set<String> errors) {
  private static final String BUSY = "model_busy";
  private static final String UNAVAILABLE = "model_unavailable";

  static Storm ofModel(String name, String script, String... errors) {
    return new Storm(name, Optional.of(script), Mode.SOUND, with(errors));
  }

  static Storm ofLine(String name, Mode line, String... errors) {
    return new Storm(name, Optional.empty(), line, with(errors));
  }

  /** Whoever comes when the breaker is open, or the budget closed, hears of that instead. */
  private static Set<String> with(String... errors) {
    var all = new java.util.HashSet<>(Set.of(errors));
    all.add(BUSY);
    all.add(UNAVAILABLE);
    return all;
  }

  @Override
  public String toString() {
    return name;
  }
}
