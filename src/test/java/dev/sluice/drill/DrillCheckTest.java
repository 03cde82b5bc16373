package dev.sluice.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DrillCheckTest {
  private static final DrillQuestion QUESTION =
      new DrillQuestion(
          "What is 15 * 23?",
          List.of("THREE hundred"),
          List.of("\\b345\\b"),
          List.of("calculator"),
          Optional.of(40));

  @Test
  void passesAGoodAnswerInEveryCheck() {
    var checks = DrillCheck.of(QUESTION, answer("345, three hundred and so on", "calculator"));

    assertThat(checks)
        .extracting(DrillCheck::what)
        .containsExactly(
            "completed",
            "contains THREE hundred",
            "matches \\b345\\b",
            "calls calculator",
            "at most 40 characters");
    assertThat(checks).allMatch(DrillCheck::passed);
  }

  @Test
  void missesWhatIsNotThere() {
    var checks = DrillCheck.of(QUESTION, answer("It is 1345, or so I think; who knows for sure?"));

    assertThat(checks)
        .extracting(DrillCheck::passed)
        .containsExactly(true, false, false, false, false);
  }

  @Test
  void tellsWhyAnAnswerIsNotComplete() {
    var broken =
        new DrillAnswer(
            "", Set.of(), Optional.of("model_overloaded"), Duration.ZERO, Optional.empty(), 0);

    assertThat(DrillCheck.of(QUESTION, broken).getFirst())
        .isEqualTo(new DrillCheck("completed (model_overloaded)", false));
  }

  private static DrillAnswer answer(String text, String... called) {
    return new DrillAnswer(
        text, Set.of(called), Optional.empty(), Duration.ofSeconds(1), Optional.empty(), 100);
  }
}
