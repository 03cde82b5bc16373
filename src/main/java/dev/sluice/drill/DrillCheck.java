package dev.sluice.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One thing that was looked at in an answer, in words for the report. */
public record DrillCheck(String what, boolean passed) {

  /**
   * All checks of the question, in the order of its keys. An answer that is not complete passes
   * none: silence is short, and would be praised for it.
   */
  public static List<DrillCheck> of(DrillQuestion question, DrillAnswer answer) {
    var checks = new ArrayList<DrillCheck>();
    checks.add(completed(answer));
    checks.addAll(looks(question, answer));
    return answer.failure().isEmpty()
        ? List.copyOf(checks)
        : checks.stream().map(check -> new DrillCheck(check.what(), false)).toList();
  }

  private static List<DrillCheck> looks(DrillQuestion question, DrillAnswer answer) {
    var checks = new ArrayList<DrillCheck>();
    String text = answer.text();
    String lower = text.toLowerCase(Locale.ROOT);
    for (String part : question.contains()) {
      checks.add(new DrillCheck("contains " + part, lower.contains(part.toLowerCase(Locale.ROOT))));
    }
    for (String pattern : question.matches()) {
      checks.add(
          new DrillCheck("matches " + pattern, Pattern.compile(pattern).matcher(text).find()));
    }
    for (String tool : question.calls()) {
      checks.add(new DrillCheck("calls " + tool, answer.called().contains(tool)));
    }
    question
        .atMostChars()
        .ifPresent(
            most ->
                checks.add(
                    new DrillCheck("at most " + most + " characters", text.length() <= most)));
    return checks;
  }

  private static DrillCheck completed(DrillAnswer answer) {
    return answer
        .failure()
        .map(why -> new DrillCheck("completed (" + why + ")", false))
        .orElseGet(() -> new DrillCheck("completed", true));
  }
}
