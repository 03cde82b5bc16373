package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GuardMeters meters = new GuardMeters(registry);

  @Test
  void countsWhatHappensAroundCalls() {
    meters.retried("model-a", "model_error");
    meters.retried("model-a", "model_error");
    meters.fellBack("model-a", "model-b", "model_overloaded");
    meters.parked("model_unavailable");
    meters.rejected("primary/a", "interactive");

    assertThat(registry.get("sluice.model.retries").tag("reason", "model_error").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("sluice.model.fallbacks").tag("to", "model-b").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.runs.parked").counter().count()).isEqualTo(1);
    assertThat(registry.get("sluice.limiter.rejected").counter().count()).isEqualTo(1);
  }

  @Test
  void timesTheLineAndTheClosures() {
    meters.granted("primary/a", "background", Duration.ofSeconds(3));
    meters.closed("primary/a", Duration.ofSeconds(7));

    assertThat(registry.get("sluice.limiter.wait").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(3);
    assertThat(registry.get("sluice.limiter.closed").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(7);
  }

  @Test
  void showsTheLatestOfEachBudgetAndBreaker() {
    meters.showBudgets(List.of(budget(40, 0.5)));
    meters.showBudgets(List.of(budget(8, 0.9)));
    meters.showBreakers(
        List.of(
            new BreakerFact("primary/a", BreakerFact.State.OPEN, 5, Optional.empty()),
            new BreakerFact("tool:b", BreakerFact.State.HALF_OPEN, 0, Optional.empty())));

    assertThat(registry.get("sluice.limiter.remaining").tag("kind", "requests").gauge().value())
        .isEqualTo(8);
    assertThat(registry.get("sluice.limiter.pressure").gauge().value()).isEqualTo(0.9);
    assertThat(registry.get("sluice.limiter.limit").gauge().value()).isEqualTo(80);
    assertThat(registry.get("sluice.limiter.waiting").gauge().value()).isEqualTo(4);
    assertThat(registry.get("sluice.breaker.state").tag("name", "primary/a").gauge().value())
        .isEqualTo(2);
    assertThat(registry.get("sluice.breaker.state").tag("name", "tool:b").gauge().value())
        .isEqualTo(1);
  }

  private static BudgetFact budget(long remaining, double pressure) {
    return new BudgetFact(
        "primary/a",
        "requests",
        80,
        remaining,
        4,
        Duration.ofSeconds(3),
        pressure,
        Optional.empty());
  }
}
