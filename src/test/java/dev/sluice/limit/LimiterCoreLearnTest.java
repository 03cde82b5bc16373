package dev.sluice.limit;

import static dev.sluice.limit.CoreDesk.who;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.LimitReport.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LimiterCoreLearnTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CoreDesk desk = new CoreDesk(SomeConfig.perMinute(60, 60_000, 60_000).config());

  @Test
  void takesTheLimitFromTheHeaders() {
    learn(requests(said(1_000, 990)));

    assertThat(desk.state("requests").limit()).isEqualTo(800);
    assertThat(desk.burst(who("ada").calling("a"))).as("permits").isEqualTo(50);
  }

  @Test
  void keepsWhatIsUsedWhenTheLimitFalls() {
    desk.burst(who("ada"));
    learn(requests(said(30, 25)));

    assertThat(desk.state("requests").limit()).isEqualTo(24);
    assertThat(desk.expectedWait("bob")).isGreaterThan(Duration.ofSeconds(7));
  }

  @Test
  void believesThatOthersUseTheAccount() {
    learn(requests(said(60, 2)));

    assertThat(desk.burst(who("ada"))).isEqualTo(2);
  }

  @Test
  void doesNotBelieveThatThereIsMoreThanItKnows() {
    desk.burst(who("ada"));
    learn(requests(said(60, 60)));

    assertThat(desk.acquire(who("bob"))).isInstanceOf(Answer.Wait.class);
  }

  @Test
  void subtractsCallsThatTheProviderMayNotHaveSeen() {
    desk.granted(who("ada"));
    desk.granted(who("ada"));
    learn(requests(said(60, 5)));
    assertThat(desk.burst(who("ada"))).as("two of five are gone").isEqualTo(3);

    var later = new CoreDesk(SomeConfig.perMinute(60, 60_000, 60_000).config());
    later.granted(who("ada"));
    later.granted(who("ada"));
    later.pass(Duration.ofSeconds(6));
    later.core.learn(CoreDesk.KEY, requests(said(60, 5)));
    assertThat(later.burst(who("ada"))).as("it has seen them").isEqualTo(5);
  }

  @Test
  void knowsThatTheProviderHasSeenWhatWentOutBefore() {
    desk.granted(who("ada"));
    desk.granted(who("ada"));
    LeaseId third = desk.granted(who("ada"));
    desk.granted(who("ada"));
    desk.core.learn(CoreDesk.KEY, requests(said(60, 2)), third);

    assertThat(desk.burst(who("ada"))).as("one of two is gone").isEqualTo(1);
  }

  @Test
  void subtractsOutputOfWhatWentOutBeforeAllTheSame() {
    LeaseId lease = desk.granted(who("ada").taking(1, 2_000));
    desk.core.learn(CoreDesk.KEY, output(said(60_000, 3_700)), lease);

    assertThat(desk.state("output_tokens").remaining()).isEqualTo(1_700);
  }

  @Test
  void subtractsOutputThatIsStillToCome() {
    desk.granted(who("ada").taking(1, 2_000));
    desk.pass(Duration.ofSeconds(30));
    learn(output(said(60_000, 3_700)));

    assertThat(desk.state("output_tokens").remaining()).isEqualTo(1_700);
  }

  @Test
  void takesThousandsForRounded() {
    learn(output(said(60_000, 3_000)));
    assertThat(desk.state("output_tokens").remaining()).isEqualTo(2_500);
  }

  @Test
  void takesThousandsOfSmallLimitsAsTheyAre() {
    learn(output(said(9_000, 0)));

    assertThat(desk.expectedWait("bob")).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void reckonsWhatIsLeftFromWhenItWillBeFull() {
    var full = desk.clock.instant().plusSeconds(58);
    learn(
        requests(
            new Budget(
                OptionalLong.of(60), OptionalLong.empty(), Optional.empty(), Optional.of(full))));

    assertThat(desk.burst(who("ada"))).isEqualTo(2);
  }

  @Test
  void learnsLimitsOverADay() {
    learn(
        requests(
            new Budget(
                OptionalLong.of(14_400),
                OptionalLong.of(14_000),
                Optional.of(Duration.ofDays(1)),
                Optional.empty())));

    assertThat(desk.state("requests").limit()).as("eight in a minute").isEqualTo(8);
  }

  @Test
  void ignoresLimitsOverALongerTimeThanConfigured() {
    learn(
        requests(
            new Budget(
                OptionalLong.of(5),
                OptionalLong.of(0),
                Optional.of(Duration.ofDays(30)),
                Optional.empty())));

    assertThat(desk.state("requests").limit()).isEqualTo(48);
    assertThat(desk.burst(who("ada"))).isEqualTo(6);
  }

  @Test
  void ignoresWhatCannotBe() {
    learn(requests(said(0, -1)));
    learn(LimitReport.NOTHING);

    assertThat(desk.state("requests").limit()).isEqualTo(48);
    assertThat(desk.burst(who("ada"))).isEqualTo(6);
  }

  @Test
  void countsInputAndOutputTogetherWhereTheProviderKnowsOnlyThat() {
    learn(combined(said(20_000, 20_000)));
    desk.granted(who("ada").taking(1_000, 1_000));

    assertThat(desk.state("tokens").limit()).isEqualTo(16_000);
    assertThat(desk.state("tokens").remaining()).isZero();
    assertThat(desk.state("input_tokens").limit()).isEqualTo(16_000);
    assertThat(desk.acquire(who("bob"))).isInstanceOf(Answer.Wait.class);
  }

  @Test
  void countsThemApartWhereTheProviderDoes() {
    learn(
        new LimitReport(
            Optional.empty(),
            Optional.of(said(50_000, 50_000)),
            Optional.of(said(10_000, 10_000)),
            Optional.of(said(10_000, 10_000)),
            Optional.empty()));

    assertThat(desk.core.states()).noneMatch(state -> state.kind().equals("tokens"));
    assertThat(desk.state("input_tokens").limit()).isEqualTo(40_000);
  }

  @Test
  void closesWhenTheHeadersSaySo() {
    var until = desk.clock.instant().plusSeconds(40);
    learn(closed(until));

    assertThat(desk.acquire(who("ada").patient(Duration.ofSeconds(39))))
        .isInstanceOf(Answer.Rejected.class);
    assertThat(desk.state("requests").closedUntil()).contains(until);

    desk.pass(MINUTE);
    learn(closed(desk.clock.instant().minusSeconds(1)));
    assertThat(desk.acquire(who("ada"))).isInstanceOf(Answer.Granted.class);
  }

  private void learn(LimitReport report) {
    desk.core.learn(CoreDesk.KEY, report);
  }

  private static Budget said(long limit, long remaining) {
    return new Budget(
        OptionalLong.of(limit), OptionalLong.of(remaining), Optional.empty(), Optional.empty());
  }

  private static LimitReport requests(Budget said) {
    return new LimitReport(
        Optional.of(said), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static LimitReport output(Budget said) {
    return new LimitReport(
        Optional.empty(), Optional.empty(), Optional.of(said), Optional.empty(), Optional.empty());
  }

  private static LimitReport combined(Budget said) {
    return new LimitReport(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(said), Optional.empty());
  }

  private static LimitReport closed(Instant until) {
    return new LimitReport(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(until));
  }
}
