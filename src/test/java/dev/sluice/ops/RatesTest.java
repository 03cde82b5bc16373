package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ops.Rates.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RatesTest {
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final Rates rates = new Rates(() -> now);

  @Test
  void hasNothingToShowAtFirst() {
    assertThat(rates.points()).isEmpty();
  }

  @Test
  void countsTheLatestMinuteLast() {
    rates.tokensUsed(Meters.TokenKind.INPUT, 100);
    later(Duration.ofSeconds(59));
    rates.tokensUsed(Meters.TokenKind.INPUT, 20);
    rates.tokensUsed(Meters.TokenKind.OUTPUT, 3);

    assertThat(latest(Family.TOKENS)).isEqualTo(Map.of("input", 120L, "output", 3L));
    later(Duration.ofSeconds(1));
    assertThat(latest(Family.TOKENS)).isEqualTo(Map.of("input", 20L, "output", 3L));
  }

  @Test
  void keepsAQuarterOfAnHour() {
    rates.spent(1234);
    later(Rates.STEP.multipliedBy(Rates.POINTS - 1));

    var points = Objects.requireNonNull(rates.points().get(Family.COST)).get("all");
    assertThat(points).hasSize(Rates.POINTS).startsWith(1234L).endsWith(0L);
    later(Rates.WIDTH);
    assertThat(rates.points().get(Family.COST)).isEmpty();
  }

  @Test
  void countsRunsAndCallsByOutcomeAndRefusals() {
    rates.runEnded("completed");
    rates.runEnded("completed");
    rates.runEnded("failed");
    rates.modelCalled("end_turn");
    rates.rateLimited();

    assertThat(latest(Family.RUNS_ENDED)).isEqualTo(Map.of("completed", 2L, "failed", 1L));
    assertThat(latest(Family.MODEL_CALLS)).isEqualTo(Map.of("end_turn", 1L));
    assertThat(latest(Family.RATE_LIMITED)).isEqualTo(Map.of("all", 1L));
  }

  @Test
  void boundsItsNames() {
    for (int i = 0; i < 1000; i++) {
      rates.modelCalled("outcome-" + i);
    }

    assertThat(latest(Family.MODEL_CALLS)).hasSizeLessThan(40).containsKey("other");
    assertThat(latest(Family.MODEL_CALLS).values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(1000);
  }

  private void later(Duration by) {
    now = now.plus(by);
  }

  private Map<String, Long> latest(Family family) {
    return rates.points().getOrDefault(family, Map.of()).entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> last(entry.getValue())));
  }

  private static long last(List<Long> points) {
    return points.getLast();
  }
}
