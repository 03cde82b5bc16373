package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ModelException.Timeout.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the design's clocks: connect 5 s, first event 60 s, between events 30 s, call 10 min. */
final class CallClocksTest {
  private final ManualTimers timers = new ManualTimers();
  private final List<Clock> expired = new ArrayList<>();
  private final CallClocks clocks =
      new CallClocks(timers, MessagesApiConfig.defaults(), (clock, after) -> expired.add(clock));

  @Test
  void reportsASlowConnection() {
    clocks.start();
    timers.pass(Duration.ofMillis(4999));
    assertThat(expired).isEmpty();

    timers.pass(Duration.ofMillis(1));
    assertThat(expired).containsExactly(Clock.CONNECT);
    assertThat(timers.running()).isZero();
  }

  @Test
  void theFirstEventHasItsOwnClockFromTheSendingOn() {
    clocks.start();
    timers.pass(Duration.ofSeconds(4));
    clocks.sent();
    timers.pass(Duration.ofMillis(59_999));
    assertThat(expired).isEmpty();

    timers.pass(Duration.ofMillis(1));
    assertThat(expired).containsExactly(Clock.FIRST_EVENT);
  }

  @Test
  void everyEventMovesTheSilenceClock() {
    streaming();
    for (int i = 0; i < 10; i++) {
      timers.pass(Duration.ofSeconds(29));
      clocks.event();
    }
    timers.pass(Duration.ofMillis(29_999));
    assertThat(expired).isEmpty();

    timers.pass(Duration.ofMillis(1));
    assertThat(expired).containsExactly(Clock.BETWEEN_EVENTS);
  }

  @Test
  void manyEventsDoNotStartManyTimers() {
    streaming();
    for (int i = 0; i < 1000; i++) {
      clocks.event();
    }

    assertThat(timers.running()).isEqualTo(2);
  }

  @Test
  void silenceDoesNotCountWhileTheCallerDoesNotRead() {
    streaming();
    timers.pass(Duration.ofSeconds(29));
    clocks.suspend();
    timers.pass(Duration.ofMinutes(5));
    clocks.resume();
    timers.pass(Duration.ofMillis(29_999));
    assertThat(expired).isEmpty();

    timers.pass(Duration.ofMillis(1));
    assertThat(expired).containsExactly(Clock.BETWEEN_EVENTS);
  }

  @Test
  void anEventThatWasUnderWayDoesNotWakeASuspendedClock() {
    clocks.start();
    clocks.sent();
    clocks.suspend();
    clocks.event();
    clocks.event();
    timers.pass(Duration.ofMinutes(9));

    assertThat(expired).isEmpty();
  }

  @Test
  void suspensionBeforeTheConnectionStillWatchesTheConnection() {
    clocks.start();
    clocks.suspend();
    timers.pass(Duration.ofSeconds(5));

    assertThat(expired).containsExactly(Clock.CONNECT);
  }

  @Test
  void theCallClockRunsEvenWhileSuspended() {
    streaming();
    clocks.suspend();
    timers.pass(Duration.ofMinutes(10));

    assertThat(expired).containsExactly(Clock.CALL);
  }

  @Test
  void nothingIsLeftAndNothingReportedAfterTheStop() {
    streaming();
    clocks.stop();
    clocks.event();
    clocks.suspend();
    clocks.resume();
    timers.pass(Duration.ofHours(1));

    assertThat(timers.running()).isZero();
    assertThat(expired).isEmpty();
  }

  private void streaming() {
    clocks.start();
    clocks.sent();
    clocks.event();
  }
}
