package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimiterConfigTest {
  @Test
  void hasNothingAgainstItsDefaults() {
    assertThat(problems(LimiterConfig.defaults())).isEmpty();
  }

  @Test
  void refusesABurstThatCouldNeverGoOut() {
    var config = SomeConfig.perMinute(1, 1, 1).config(0.96, 0.95, Duration.ofSeconds(1));

    assertThat(problems(config)).containsExactly("burst must be at most most_per_window");
  }

  @Test
  void refusesAWindowInWhichTheShareDoesNotFit() {
    var config = SomeConfig.perMinute(1, 1, 1).config(0.1, 0.89, Duration.ofSeconds(1));

    assertThat(problems(config))
        .containsExactly(
            "mostPerWindow must be at least share × 1.118, which is how long a call counts");
    assertThat(problems(SomeConfig.perMinute(1, 1, 1).config(0.1, 0.9, Duration.ofSeconds(1))))
        .isEmpty();
  }

  @Test
  void refusesAFirstClosingLongerThanTheLongest() {
    var config = SomeConfig.perMinute(1, 1, 1).config(0.1, 0.95, Duration.ofHours(1));

    assertThat(problems(config)).containsExactly("firstClosed must not be longer than max_closed");
  }

  @Test
  void refusesNamesThatCanMatchNothing() {
    var config =
        SomeConfig.perMinute(1, 1, 1).budgets(Map.of("anthropic", StartBudget.defaults())).config();

    assertThat(problems(config)).containsExactly("budgets.anthropic must be provider/group");
  }

  @Test
  void knowsThePatienceOfEachPriority() {
    LimiterConfig config = LimiterConfig.defaults();

    assertThat(config.patience(Priority.INTERACTIVE)).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.patience(Priority.BACKGROUND)).isEqualTo(Duration.ofMinutes(10));
  }

  private static List<String> problems(LimiterConfig config) {
    var found = new ArrayList<String>();
    config.validate(new Collected("", found));
    return found;
  }

  private record Collected(String place, List<String> found) implements Problems {
    @Override
    public void report(String name, String message) {
      found.add(place + name + " " + message);
    }

    @Override
    public void report(String message) {
      found.add(place + message);
    }

    @Override
    public Problems in(String name) {
      return new Collected(place + name + ".", found);
    }

    @Override
    public Problems in(int index) {
      return in(Integer.toString(index));
    }
  }
}
