package dev.sluice;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.Problem;
import dev.sluice.drill.DrillQuestion;
import dev.sluice.drill.DrillSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The questions that can be put to the agent of the configuration.
 *
 * @param asked by name
 * @param leftOut by name: the tools they want and the agent has not got
 */
record DrillQuestions(Map<String, DrillQuestion> asked, Map<String, Set<String>> leftOut) {

  /** Reads and sorts them; a {@link ConfigException} when there is nothing to compare. */
  static DrillQuestions of(SluiceConfig config, String configSource, ConfigFiles.Text file) {
    var problems = new ArrayList<Problem>();
    if (config.model().fallbacks().isEmpty()) {
      problems.add(
          new Problem(
              configSource,
              0,
              "model.fallbacks",
              "must name a model to compare with, such as"
                  + " [{name: small, model: claude-haiku-5-5}]"));
    }
    DrillSet set =
        ConfigLoader.load(
            DrillSet.class, DrillSet.defaults(), file.source(), file.yaml(), name -> null);
    var sorted = sorted(set, present(config));
    if (sorted.asked().isEmpty()) {
      problems.add(
          new Problem(
              file.source(),
              0,
              "questions",
              "must hold one that needs no tool besides those of the agent "
                  + config.defaultAgent()));
    }
    unknown(config, set, file.source(), problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return sorted;
  }

  private static DrillQuestions sorted(DrillSet set, Set<String> present) {
    var asked = new LinkedHashMap<String, DrillQuestion>();
    var leftOut = new LinkedHashMap<String, Set<String>>();
    set.questions()
        .forEach(
            (name, question) -> {
              var missing = new LinkedHashSet<>(question.calls());
              missing.removeAll(present);
              if (missing.isEmpty()) {
                asked.put(name, question);
              } else {
                leftOut.put(name, missing);
              }
            });
    return new DrillQuestions(asked, leftOut);
  }

  /** Tools that only the simulator answers are absent when a real model does. */
  private static Set<String> present(SluiceConfig config) {
    var agent = config.agents().get(config.defaultAgent());
    var present = new LinkedHashSet<>(agent == null ? List.of() : agent.tools());
    if (!config.model().isSimulated()) {
      config.tools().declared().stream()
          .filter(DeclaredTool::isSimulated)
          .forEach(tool -> present.remove(tool.name()));
    }
    return present;
  }

  private static void unknown(
      SluiceConfig config, DrillSet set, String source, List<Problem> problems) {
    var known = config.tools().names();
    set.questions()
        .forEach(
            (name, question) ->
                question.calls().stream()
                    .filter(tool -> !known.contains(tool))
                    .forEach(
                        tool ->
                            problems.add(
                                new Problem(
                                    source,
                                    0,
                                    "questions." + name + ".calls",
                                    "must be tools of the configuration, not " + tool))));
  }
}
