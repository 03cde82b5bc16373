package dev.sluice.drill;

import dev.sluice.config.Doc;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One question, and what its answer must be like. That it must be complete is always checked. */
public record DrillQuestion(
    @Doc("What is asked.") @NotBlank String prompt,
    @Doc("Each must occur in the answer, in any case.") List<String> contains,
    @Doc("Each regular expression must match somewhere in the answer.") List<String> matches,
    @Doc("Each of these tools must have been called, and well.") List<String> calls,
    @Doc("The answer must not be longer, in characters.") @Range(min = 1)
        Optional<Integer> atMostChars)
    implements Validated {

  public static DrillQuestion defaults() {
    return new DrillQuestion("?", List.of(), List.of(), List.of(), Optional.empty());
  }

  @Override
  public void validate(Problems problems) {
    for (int i = 0; i < matches.size(); i++) {
      try {
        Pattern.compile(matches.get(i));
      } catch (PatternSyntaxException e) {
        problems.in("matches").in(i).report("must be a regular expression: " + e.getDescription());
      }
    }
  }
}
