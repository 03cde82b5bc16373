package dev.sluice.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DrillReportTest {

  @Test
  void isGoodWhenEveryFallbackComesNearThePrimary() {
    var report = new DrillReport(List.of(score("primary", 10), score("small", 9)), 0.9);

    assertThat(report.isGood()).isTrue();
  }

  @Test
  void isNotGoodWhenOneFallbackIsTooWeak() {
    var report =
        new DrillReport(List.of(score("primary", 10), score("small", 10), score("tiny", 8)), 0.9);

    assertThat(report.isGood()).isFalse();
    assertThat(report.text()).contains("too weak");
  }

  @Test
  void isNotGoodWhenThePrimaryPassedNothing() {
    var report = new DrillReport(List.of(score("primary", 0), score("small", 0)), 0.9);

    assertThat(report.isGood()).isFalse();
  }

  @Test
  void showsTheScoresSideBySideAndWhatWasMissed() {
    String text = new DrillReport(List.of(score("primary", 10), score("small", 8)), 0.5).text();

    assertThat(text.lines().toList())
        .anySatisfy(line -> assertThat(line).containsSubsequence("question", "primary", "small"))
        .anySatisfy(line -> assertThat(line).containsSubsequence("q", "10/10 in 20", "8/10 in 20"))
        .anySatisfy(line -> assertThat(line).containsSubsequence("cost", "$0.000100", "$0.000100"))
        .anySatisfy(line -> assertThat(line).isEqualTo("missed  small: q: check 9"));
  }

  private static DrillScore score(String target, int passed) {
    var answer =
        new DrillAnswer(
            "words", Set.of(), Optional.empty(), Duration.ofMillis(20), Optional.empty(), 100);
    var checks =
        java.util.stream.IntStream.range(0, 10)
            .mapToObj(i -> new DrillCheck("check " + i, i < passed))
            .toList();
    return new DrillScore(target, Map.of("q", new DrillScore.Result(answer, checks)));
  }
}
