package dev.sluice.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resilience.Breaker.Entry;
import dev.sluice.resilience.Breaker.Pass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final BreakerConfig CONFIG = BreakerConfig.defaults();
  private static final Duration TICK = Duration.ofMillis(1);

  private final ManualClock clock = new ManualClock();
  private final Breaker breaker = new Breaker("sim/model", CONFIG, clock);

  private Pass pass() {
    return (Pass) breaker.enter();
  }

  private Duration refusal() {
    return ((Entry.Open) breaker.enter()).retryAfter();
  }

  /** S for a call that succeeds, F for one that fails. */
  private void calls(String ends) {
    ends.chars()
        .forEach(
            end -> {
              if (end == 'S') {
                pass().succeeded();
              } else {
                pass().failed();
              }
            });
  }

  private void open() {
    calls("FFFFF");
    assertThat(state()).isEqualTo("open");
  }

  private void halfOpen() {
    open();
    clock.advance(CONFIG.cooldown());
  }

  private String state() {
    return breaker.state().state();
  }

  @Test
  void opensWhenMoreThanHalfOfTenCallsFailed() {
    calls("FSFSFSFSF");
    assertThat(state()).isEqualTo("closed");
    calls("F");

    assertThat(state()).isEqualTo("open");
  }

  @Test
  void staysClosedWhenNoMoreThanHalfFailed() {
    calls("SF".repeat(10));

    assertThat(state()).isEqualTo("closed");
  }

  @Test
  void saysNothingAboutFewerThanTenCalls() {
    calls("FFFSFFFFS");

    assertThat(state()).isEqualTo("closed");
  }

  @Test
  void opensAfterFiveFailuresInARow() {
    calls("SFFFF");
    assertThat(state()).isEqualTo("closed");
    calls("F");

    assertThat(state()).isEqualTo("open");
    assertThat(breaker.state().failuresInRow()).isEqualTo(5);
  }

  @Test
  void opensAfterFiveFailuresInARowAmongManySuccesses() {
    calls("S".repeat(100) + "FFFFF");

    assertThat(state()).isEqualTo("open");
  }

  @Test
  void forgetsTheCallsOfOlderMinutes() {
    calls("FSFFSFFS");
    clock.advance(CONFIG.window().plusSeconds(1));
    calls("FS");

    assertThat(state()).isEqualTo("closed");
    assertThat(breaker.state().failuresInRow()).isZero();
  }

  @Test
  void doesNotCountACallThatWasReleased() {
    calls("FFFF");
    pass().released();
    assertThat(breaker.state().failuresInRow()).isEqualTo(4);
    calls("F");

    assertThat(state()).isEqualTo("open");
  }

  @Test
  void hearsOnlyTheFirstEndOfACall() {
    calls("FFFF");
    Pass succeeded = pass();
    succeeded.succeeded();
    succeeded.failed();
    Pass released = pass();
    released.released();
    released.failed();

    assertThat(breaker.state()).isEqualTo(breakerState("closed", 0));
  }

  private static BreakerState breakerState(String state, int failuresInRow) {
    return new BreakerState("sim/model", state, failuresInRow, Optional.empty());
  }

  @Test
  void refusesAtOnceAndSaysWhenItWillNot() {
    open();
    clock.advance(Duration.ofSeconds(4));

    assertThat(refusal()).isEqualTo(CONFIG.cooldown().minusSeconds(4));
    assertThat(breaker.state().nextTrial())
        .contains(clock.instant().plus(CONFIG.cooldown()).minusSeconds(4));
    clock.advance(CONFIG.cooldown().minusSeconds(4).minus(TICK));
    assertThat(refusal()).isEqualTo(TICK);
  }

  @Test
  void letsAFewThroughOnTrialAfterTheCooldown() {
    halfOpen();
    pass();
    pass();

    assertThat(refusal()).isEqualTo(CONFIG.cooldown());
    assertThat(breaker.state()).isEqualTo(breakerState("half_open", 5));
  }

  @Test
  void closesWhenAllTrialsSucceeded() {
    halfOpen();
    Pass first = pass();
    Pass second = pass();
    first.succeeded();
    assertThat(state()).isEqualTo("half_open");
    second.succeeded();

    assertThat(breaker.state()).isEqualTo(breakerState("closed", 0));
    assertThat(Stream.generate(breaker::enter).limit(20)).hasOnlyElementsOfType(Pass.class);
  }

  @Test
  void opensAgainAtTheFirstTrialThatFails() {
    halfOpen();
    Pass first = pass();
    Pass second = pass();
    first.failed();
    second.succeeded();

    assertThat(state()).isEqualTo("open");
    assertThat(refusal()).isEqualTo(CONFIG.cooldown());
  }

  @Test
  void startsAfreshWhenItClosed() {
    halfOpen();
    calls("SS");
    calls("FFFF");

    assertThat(state()).isEqualTo("closed");
  }

  @Test
  void givesThePlaceOfAReleasedTrialToAnother() {
    halfOpen();
    pass();
    pass().released();
    pass();

    assertThat(breaker.enter()).isInstanceOf(Entry.Open.class);
  }

  @Test
  void doesNotHearWhatBeganBeforeItOpened() {
    List<Pass> old = IntStream.range(0, 4).mapToObj(_ -> pass()).toList();
    halfOpen();
    Pass trial = pass();
    old.get(0).failed();
    old.get(1).succeeded();
    old.get(2).succeeded();
    old.get(3).released();

    assertThat(state()).isEqualTo("half_open");
    pass();
    assertThat(breaker.enter()).isInstanceOf(Entry.Open.class);
    trial.failed();
    assertThat(state()).isEqualTo("open");
  }

  @Test
  void letsOthersTryWhenTrialsHang() {
    halfOpen();
    Pass hung = pass();
    Pass alsoHung = pass();
    clock.advance(CONFIG.cooldown().minus(TICK));
    assertThat(refusal()).isEqualTo(TICK);
    clock.advance(TICK);
    Pass next = pass();
    hung.released();
    Pass afterNext = pass();
    assertThat(breaker.enter())
        .as("a hung trial's place is not given twice")
        .isInstanceOf(Entry.Open.class);
    next.succeeded();
    afterNext.succeeded();
    alsoHung.failed();

    assertThat(breaker.state()).isEqualTo(breakerState("closed", 0));
  }

  @Test
  void letsNoMoreOthersTryWhenTrialsWereReleased() {
    halfOpen();
    pass();
    pass().released();
    pass();
    clock.advance(CONFIG.cooldown());
    pass();
    pass();

    assertThat(breaker.enter()).isInstanceOf(Entry.Open.class);
  }

  @Test
  void hearsTheSuccessOfASlowTrial() {
    halfOpen();
    Pass slow = pass();
    Pass alsoSlow = pass();
    clock.advance(CONFIG.cooldown());
    pass();
    slow.succeeded();
    alsoSlow.succeeded();

    assertThat(state()).isEqualTo("closed");
  }

  @Test
  void opensAtAnotherShareWhenConfigured() {
    var strict =
        new Breaker(
            "strict",
            new BreakerConfig(0.01, 1, Duration.ofSeconds(1), 100, Duration.ofSeconds(1), 1),
            clock);
    ((Pass) strict.enter()).failed();

    assertThat(strict.state().state()).isEqualTo("open");
  }
}
