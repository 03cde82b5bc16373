package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class PlacesTest {

  @Test
  void dealsOutAllPlacesAndTheShareOfBackgroundRuns() {
    assertThat(Places.of(config(50, 0.6), 2))
        .containsExactly(new Places(25, 15), new Places(25, 15));
    assertThat(Places.of(config(5, 0.6), 2)).containsExactly(new Places(3, 2), new Places(2, 1));
  }

  @Test
  void keepsPlacesForInteractiveRunsHoweverManyWorkersThereAre() {
    assertThat(Places.of(config(50, 0.6), 50))
        .startsWith(new Places(1, 1))
        .endsWith(new Places(1, 0))
        .satisfies(each -> assertThat(Collections.frequency(each, new Places(1, 1))).isEqualTo(30));
  }

  @Test
  void givesBackgroundRunsOnePlaceAtLeast() {
    assertThat(Places.of(config(10, 0), 1)).containsExactly(new Places(10, 1));
    assertThat(Places.of(config(1, 0.6), 1)).containsExactly(new Places(1, 1));
  }

  @Test
  void takesTheShareExactly() {
    assertThat(Places.of(config(100, 0.29), 1)).containsExactly(new Places(100, 29));
    assertThat(Places.of(config(4, 0.7), 1)).containsExactly(new Places(4, 2));
    assertThat(Places.of(config(4, 1), 1)).containsExactly(new Places(4, 4));
  }

  private static RunConfig config(int capacity, double backgroundShare) {
    return new RunConfig(
        capacity,
        1000,
        Duration.ofSeconds(12),
        Duration.ofSeconds(4),
        Duration.ofMinutes(15),
        Duration.ofHours(2),
        backgroundShare,
        Duration.ofHours(24),
        3,
        Duration.ofSeconds(5),
        Duration.ofSeconds(25),
        Duration.ofHours(24),
        Duration.ofHours(1),
        Duration.ofHours(24));
  }
}
