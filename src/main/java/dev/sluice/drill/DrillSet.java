package dev.sluice.drill;

import dev.sluice.config.Doc;
import dev.sluice.config.Problems;
import dev.sluice.config.Validated;
import java.util.Map;

/** The file with the questions. */
public record DrillSet(@Doc("The questions, by name.") Map<String, DrillQuestion> questions)
    implements Validated {

  public static DrillSet defaults() {
    return new DrillSet(Map.of());
  }

  @Override
  public void validate(Problems problems) {
    if (questions.isEmpty()) {
      problems.report("questions", "must hold at least one question");
    }
  }
}
