package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ops.Meters.TokenKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);

  @Test
  void countsRunsByClassAndOutcome() {
    meters.runSubmitted("background");
    meters.runEnded("interactive", "completed", Duration.ofSeconds(2));
    meters.runEnded("interactive", "completed", Duration.ofSeconds(4));

    assertThat(registry.get("sluice.runs.submitted").tag("class", "background").counter().count())
        .isEqualTo(1);
    var ended = registry.get("sluice.runs.ended").tag("outcome", "completed").timer();
    assertThat(ended.count()).isEqualTo(2);
    assertThat(ended.totalTime(TimeUnit.SECONDS)).isEqualTo(6);
  }

  @Test
  void showsTheLoadAsItIs() {
    var inFlight = new AtomicInteger(3);
    meters.watchLoad(inFlight::get, () -> 50, () -> 7);
    inFlight.set(4);

    assertThat(registry.get("sluice.runs.in_flight").gauge().value()).isEqualTo(4);
    assertThat(registry.get("sluice.runs.capacity").gauge().value()).isEqualTo(50);
    assertThat(registry.get("sluice.runs.queued").gauge().value()).isEqualTo(7);
  }

  @Test
  void showsHowManySubscribersThereAre() {
    meters.subscriberCame();
    meters.subscriberCame();
    meters.subscriberWent();

    assertThat(registry.get("sluice.subscribers").gauge().value()).isEqualTo(1);
  }

  @Test
  void countsWhatModelsAndToolsDo() {
    meters.modelCalled("model-a", false, "ok", Duration.ofMillis(10));
    meters.tokensUsed("model-a", TokenKind.OUTPUT, 42);
    meters.tokensUsed("model-a", TokenKind.CACHE_READ, 0);
    meters.spent("model-a", 1234);
    meters.toolCalled("calculator", "error", Duration.ofMillis(1));
    meters.submitAnswered(true, Duration.ofMillis(3));

    assertThat(registry.get("sluice.model.calls").tag("outcome", "ok").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.model.tokens").tag("kind", "output").counter().count())
        .isEqualTo(42);
    assertThat(registry.find("sluice.model.tokens").tag("kind", "cache_read").counter()).isNull();
    assertThat(registry.get("sluice.model.cost.micros").counter().count()).isEqualTo(1234);
    assertThat(registry.get("sluice.tool.calls").tag("tool", "calculator").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.submit.latency").tag("accepted", "true").timer().count())
        .isEqualTo(1);
  }

  @Test
  void keepsTheNumberOfSeriesBoundedWhateverCallersName() {
    for (int i = 0; i < 1_000; i++) {
      meters.modelCalled("made-up-" + i, false, "ok", Duration.ZERO);
    }

    assertThat(registry.find("sluice.model.calls").timers()).hasSize(51);
    assertThat(registry.get("sluice.model.calls").tag("model", "other").timer().count())
        .isEqualTo(950);
    meters.modelCalled("made-up-0", false, "ok", Duration.ZERO);
    assertThat(registry.get("sluice.model.calls").tag("model", "made-up-0").timer().count())
        .isEqualTo(2);
  }
}
