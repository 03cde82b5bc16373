package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.AgentResult;
import dev.sluice.agent.Transcript;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.store.Samples;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Transcript SAID = new Transcript(Samples.message("hi"));
  private static final RunEvent.Failed OUTAGE =
      new RunEvent.Failed("model_overloaded", "busy", true);
  private static final AgentResult PARKED =
      new AgentResult.Parked(SAID, Duration.ofSeconds(40), OUTAGE);

  @Test
  void waitsAgainWhileThereIsTimeLeft() {
    assertThat(after(Duration.ofHours(24).minusMillis(1)).judge(PARKED)).isEqualTo(PARKED);
  }

  @Test
  void failsWithWhatParkedItWhenItHasWaitedEnough() {
    assertThat(after(Duration.ofHours(24)).judge(PARKED))
        .isEqualTo(new AgentResult.Failed(SAID, OUTAGE, ""));
  }

  @Test
  void leavesOtherEndsAsTheyAre() {
    var ended = new AgentResult.Ended(SAID, DoneStatus.COMPLETED, Optional.empty());
    assertThat(after(Duration.ofHours(25)).judge(ended)).isEqualTo(ended);
  }

  @Test
  void spreadsTheReturnOverAQuarterOfTheDelay() {
    var fresh = after(Duration.ZERO);
    assertThat(fresh.delay(Duration.ofSeconds(40), 0)).isEqualTo(Duration.ofSeconds(40));
    assertThat(fresh.delay(Duration.ofSeconds(40), 0.5)).isEqualTo(Duration.ofSeconds(45));
    assertThat(fresh.delay(Duration.ofSeconds(40), 1)).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void neverComesBackAtOnce() {
    assertThat(after(Duration.ZERO).delay(Duration.ZERO, 0)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void comesBackALastTimeWhenTheBoundIsReached() {
    var almost = after(Duration.ofHours(24).minusSeconds(10));
    assertThat(almost.delay(Duration.ofSeconds(40), 0)).isEqualTo(Duration.ofSeconds(10));
  }

  private static Patience after(Duration idle) {
    return new Patience(Duration.ofHours(24), idle);
  }
}
