package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigLoader;
import dev.sluice.id.UserId;
import dev.sluice.limit.BudgetKey;
import dev.sluice.model.chain.FakeLimiter;
import dev.sluice.run.RunClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelAdmissionTest {
  private static final String MODEL = "claude-sonnet-5-5";
  private static final BudgetKey FIRST = new BudgetKey("primary", "sonnet-5-5");
  private static final BudgetKey SECOND = new BudgetKey("primary", "haiku-5-5");

  private final FakeLimiter limiter = new FakeLimiter();

  @Test
  void takesInWhoWaitsNotTooLong() {
    limiter.expect(FIRST, Duration.ofSeconds(30));

    assertThat(refuse("", RunClass.INTERACTIVE)).isEmpty();
  }

  @Test
  void refusesWhoWouldWaitTooLongUntilTheLineIsShorter() {
    limiter.expect(FIRST, Duration.ofSeconds(42));

    assertThat(refuse("", RunClass.INTERACTIVE)).contains(Duration.ofSeconds(12));
    limiter.expect(FIRST, Duration.ofMillis(30_001));
    assertThat(refuse("", RunClass.INTERACTIVE)).contains(Duration.ofSeconds(1));
  }

  @Test
  void takesInWhomAnotherModelCanServe() {
    limiter.expect(FIRST, Duration.ofSeconds(42)).expect(SECOND, Duration.ofSeconds(2));

    assertThat(refuse("{name: small, model: claude-haiku-5-5}", RunClass.INTERACTIVE)).isEmpty();
  }

  @Test
  void neverRefusesWhatNobodyWaitsFor() {
    limiter.expect(FIRST, Duration.ofHours(1));

    assertThat(refuse("", RunClass.BACKGROUND)).isEmpty();
  }

  private Optional<Duration> refuse(String fallback, RunClass runClass) {
    var config =
        ConfigLoader.load(
            SluiceConfig.class,
            SluiceConfig.defaults(),
            "sluice.yaml",
            "model: {fallbacks: [" + fallback + "]}",
            name -> null,
            List.of());
    return new ModelAdmission(config, limiter).refuse(MODEL, runClass, new UserId("u")).result();
  }
}
