package dev.sluice.limit;

import static dev.sluice.limit.CoreDesk.limited;
import static dev.sluice.limit.CoreDesk.who;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimiterCoreRefusalTest {
  /** Ten requests in a second. */
  private final CoreDesk desk =
      new CoreDesk(SomeConfig.perMinute(750, 1_000_000, 1_000_000).permits(500, 500).config());

  @Test
  void closesTheBudgetUntilTheProviderSays() {
    LeaseId lease = desk.granted(who("ada"));
    desk.core.settle(lease, limited(Duration.ofSeconds(7)));

    Answer.Wait wait = CoreDesk.wait(desk.acquire(who("bob")));
    assertThat(wait.expected()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_200));
    assertThat(desk.state("requests").closedUntil()).contains(desk.clock.instant().plusSeconds(7));
    assertThat(desk.waitFor(wait.ticket())).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    assertThat(desk.state("requests").closedUntil()).isEmpty();
  }

  @Test
  void holdsBackWhatWasSetAsideBeforeItClosed() {
    LeaseId first = desk.granted(who("ada"));
    desk.burst(who("ada").patient(Duration.ofMillis(1)));
    TicketId ticket = desk.waiting(who("bob"));
    desk.pass(Duration.ofMillis(500));
    desk.core.settle(first, limited(Duration.ofSeconds(3)));

    Answer.Wait wait = CoreDesk.wait(desk.core.ask(ticket));
    assertThat(wait.expected()).isEqualTo(Duration.ofSeconds(3));
    assertThat(desk.waitFor(ticket)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void tellsAtOnceWhoCannotWaitThatLong() {
    LeaseId lease = desk.granted(who("ada"));
    desk.burst(who("ada").patient(Duration.ofMillis(1)));
    TicketId ticket = desk.waiting(who("bob").patient(Duration.ofSeconds(20)));
    desk.core.settle(lease, limited(Duration.ofSeconds(30)));

    assertThat(CoreDesk.rejected(desk.core.ask(ticket)).retryAfter())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(CoreDesk.rejected(desk.acquire(who("cyn").patient(Duration.ofSeconds(20)))).reason())
        .isEqualTo("it would go out after its deadline");
  }

  @Test
  void closesNoLongerThanConfigured() {
    desk.core.settle(desk.granted(who("ada")), limited(Duration.ofDays(400)));

    assertThat(desk.state("requests").closedUntil())
        .contains(desk.clock.instant().plus(LimiterConfig.defaults().maxClosed()));
  }

  @Test
  void closesLongerWithEveryRefusalThatDoesNotSayForHowLong() {
    assertThat(refusedOnce()).isEqualTo(Duration.ofSeconds(1));
    assertThat(refusedOnce()).isEqualTo(Duration.ofSeconds(2));
    assertThat(refusedOnce()).isEqualTo(Duration.ofSeconds(4));

    desk.core.settle(nextLease(), new Settlement.Used(Usage.of(1, 1)));
    assertThat(refusedOnce()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void countsRefusalsOfCallsThatWereUnderWayTogetherAsOne() {
    LeaseId first = desk.granted(who("ada"));
    LeaseId second = desk.granted(who("ada"));
    LeaseId third = desk.granted(who("ada"));
    desk.core.settle(first, limited(Optional.empty()));
    desk.core.settle(second, limited(Optional.empty()));
    desk.core.settle(third, limited(Optional.of(Duration.ZERO)));

    assertThat(closed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(desk.state("requests").limit()).as("slower, once").isEqualTo(420);
  }

  @Test
  void goesSlowerAfterARefusalAndRecoversWhenCallsAreTaken() {
    refusedOnce();
    assertThat(desk.state("requests").limit()).isEqualTo(420);

    LeaseId lease = nextLease();
    desk.pass(Duration.ofMinutes(1));
    desk.core.settle(lease, new Settlement.Used(Usage.of(1, 1)));
    assertThat(desk.state("requests").limit()).isEqualTo(600);
  }

  @Test
  void beginsAgainWithoutABurst() {
    refusedOnce();
    desk.pass(Duration.ofSeconds(1));

    Answer.Wait first = CoreDesk.wait(desk.acquire(who("ada")));
    assertThat(first.expected())
        .as("one of seven in a second")
        .isEqualTo(Duration.ofNanos(142_857_143));
  }

  @Test
  void countsTheRequestOfARefusedCallButNotItsTokens() {
    var tokens = new CoreDesk(SomeConfig.perMinute(6_000, 60_000, 60_000).config());
    LeaseId refused = tokens.granted(who("ada").taking(6_000, 600));
    tokens.core.settle(refused, new Settlement.Refused());

    assertThat(tokens.state("input_tokens").remaining()).isEqualTo(6_000);
    assertThat(tokens.state("output_tokens").remaining()).isEqualTo(6_000);
    assertThat(tokens.state("requests").remaining()).isEqualTo(599);
  }

  private Duration refusedOnce() {
    LeaseId lease = nextLease();
    desk.core.settle(lease, limited(Optional.empty()));
    return closed();
  }

  private Duration closed() {
    return Duration.between(
        desk.clock.instant(), desk.state("requests").closedUntil().orElseThrow());
  }

  private LeaseId nextLease() {
    desk.pass(Duration.ofSeconds(10));
    return desk.granted(who("ada"));
  }
}
