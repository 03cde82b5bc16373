package dev.sluice.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DrillSetTest {

  @Test
  void readsTheSetThatComesWithTheProduct() {
    var set = load(ConfigLoader.read(Path.of("conf/drill.yaml")));

    assertThat(set.questions()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(set.questions())
        .hasEntrySatisfying(
            "arithmetic", asked -> assertThat(asked.calls()).containsExactly("calculator"));
  }

  @Test
  void refusesAnEmptySet() {
    assertThatThrownBy(() -> load("questions: {}")).isInstanceOf(ConfigException.class);
  }

  @Test
  void refusesAPatternThatIsNone() {
    assertThatThrownBy(() -> load("questions: {q: {prompt: a, matches: ['(']}}"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.report()).contains("must be a regular expression"));
  }

  private static DrillSet load(String yaml) {
    return ConfigLoader.load(DrillSet.class, DrillSet.defaults(), "drill.yaml", yaml, name -> null);
  }
}
