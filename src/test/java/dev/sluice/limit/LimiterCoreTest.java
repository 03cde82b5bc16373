package dev.sluice.limit;

import static dev.sluice.limit.CoreDesk.who;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimiterCoreTest {
  /** 60 requests a minute: six at once, and then one in 1.25 seconds. */
  private final CoreDesk desk = new CoreDesk(SomeConfig.perMinute(60, 60_000, 60_000).config());

  @Test
  void grantsWhileThereIsRoomAndThenGivesTicketsOut() {
    assertThat(desk.burst(who("ada"))).isEqualTo(6);
    Answer.Wait first = CoreDesk.wait(desk.acquire(who("bob")));

    assertThat(first.expected()).as("behind ada's seventh").isEqualTo(Duration.ofMillis(2_500));
    assertThat(first.askAgain()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void neverAsksToComeBackSoonerThanInTwentyMilliseconds() {
    desk.burst(who("ada").patient(Duration.ZERO.plusMillis(1)));
    desk.pass(Duration.ofMillis(1_240));

    Answer.Wait wait = CoreDesk.wait(desk.acquire(who("ada")));
    assertThat(wait.expected()).isEqualTo(Duration.ofMillis(10));
    assertThat(wait.askAgain()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void setsGrantsAsideAsTimePassesSoThatPollingCostsNothing() {
    desk.burst(who("ada").patient(Duration.ofMillis(1)));
    List<TicketId> tickets = List.of(desk.waiting(who("a")), desk.waiting(who("b")));
    TicketId third = desk.waiting(who("c"));
    desk.pass(Duration.ofMillis(2_500));

    tickets.forEach(ticket -> CoreDesk.lease(desk.core.ask(ticket)));
    assertThat(CoreDesk.wait(desk.core.ask(third)).expected()).isEqualTo(Duration.ofMillis(1_250));
  }

  @Test
  void refusesWhatCouldOnlyGoOutTooLate() {
    desk.burst(who("ada"));
    Answer answer = desk.acquire(who("bob").patient(Duration.ofSeconds(2)));

    assertThat(CoreDesk.rejected(answer).reason()).isEqualTo("it would go out after its deadline");
    CoreDesk.wait(desk.acquire(who("bob").patient(Duration.ofMillis(2_500))));
  }

  @Test
  void refusesWhatIsTooLateAlready() {
    Answer answer = desk.acquire(who("ada").patient(Duration.ofSeconds(-1)));

    assertThat(CoreDesk.rejected(answer).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(desk.burst(who("ada"))).as("it took nothing").isEqualTo(6);
  }

  @Test
  void leavesNoPlaceBehindForWhatItRefused() {
    desk.burst(who("ada"));
    desk.acquire(who("bob").patient(Duration.ofSeconds(2)));

    assertThat(desk.state("requests").waiting()).isEqualTo(1);
  }

  @Test
  void refusesWhenTheLineIsFull() {
    var small = new CoreDesk(SomeConfig.perMinute(60, 60_000, 60_000).maxWaiting(3).config());
    small.burst(who("ada"));
    small.waiting(who("bob"));
    small.waiting(who("cyn"));

    Answer.Rejected refused = CoreDesk.rejected(small.acquire(who("dan")));
    assertThat(refused.reason()).isEqualTo("the line is full");
    assertThat(refused.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void givesUpPlacesWhoseHoldersDoNotAsk() {
    desk.burst(who("ada").patient(Duration.ofMillis(1)));
    TicketId lazy = desk.waiting(who("lazy"));
    TicketId other = desk.waiting(who("other"));
    desk.pass(Duration.ofMillis(6_001));

    assertThat(CoreDesk.rejected(desk.core.ask(lazy)).reason()).isEqualTo("expired");
    assertThat(CoreDesk.rejected(desk.core.ask(other)).retryAfter()).isZero();
    assertThat(desk.burst(who("ada"))).as("nothing is lost").isEqualTo(4);
    assertThat(desk.state("requests").waiting()).isEqualTo(1);
  }

  @Test
  void giveBackWhatWasSetAsideWhenTheHolderCancels() {
    desk.burst(who("ada").patient(Duration.ofMillis(1)));
    TicketId first = desk.waiting(who("a"));
    TicketId second = desk.waiting(who("b"));
    desk.pass(Duration.ofMillis(1_250));
    desk.core.cancel(first);
    desk.core.cancel(first);

    CoreDesk.lease(desk.core.ask(second));
    assertThat(CoreDesk.rejected(desk.core.ask(first)).reason()).isEqualTo("expired");
  }

  @Test
  void movesUpWhenSomebodyBeforeCancels() {
    desk.burst(who("ada").patient(Duration.ofMillis(1)));
    TicketId first = desk.waiting(who("a"));
    TicketId second = desk.waiting(who("b"));
    desk.core.cancel(first);

    assertThat(desk.waitFor(second)).isEqualTo(Duration.ofMillis(1_250));
  }

  @Test
  void letsALargeDemandSaveUpWhileSmallOnesWaitBehindIt() {
    desk.granted(who("ada").taking(6_000, 1));
    TicketId large = desk.waiting(who("bob").taking(30_000, 1));
    TicketId small = desk.waiting(who("cyn").taking(1, 1));

    assertThat(desk.waitFor(large)).as("until all is there").isEqualTo(Duration.ofMillis(7_500));
    assertThat(CoreDesk.rejected(desk.core.ask(small)).reason()).isEqualTo("expired");
    Answer.Wait next = CoreDesk.wait(desk.acquire(who("cyn").taking(1, 1)));
    assertThat(next.expected().toMillis()).as("24,001 are owed").isEqualTo(30_001);
  }

  @Test
  void lendsPermitsFromGrantToSettlement() {
    var busy = new CoreDesk(SomeConfig.perMinute(600, 600_000, 600_000).permits(2, 3).config());
    LeaseId first = busy.granted(who("ada"));
    busy.granted(who("ada"));
    TicketId third = busy.waiting(who("bob"));
    busy.granted(who("cyn").calling("other"));
    TicketId fourth = busy.waiting(who("dan").calling("other"));

    busy.core.settle(first, new Settlement.Unknown());
    assertThat(busy.core.ask(fourth)).as("bob came first").isInstanceOf(Answer.Wait.class);
    CoreDesk.lease(busy.core.ask(third));
  }

  @Test
  void takesPermitsBackFromLeasesThatAreNeverSettled() {
    var busy = new CoreDesk(SomeConfig.perMinute(600, 600_000, 600_000).permits(1, 1).config());
    LeaseId lost = busy.granted(who("ada"));
    busy.pass(LimiterConfig.defaults().leaseExpiry().minusMillis(1));
    TicketId waiting = busy.waiting(who("bob"));
    busy.pass(Duration.ofMillis(1));

    CoreDesk.lease(busy.core.ask(waiting));
    busy.core.settle(lost, new Settlement.Used(Usage.of(1, 1)));
    assertThat(busy.core.ignored()).isEqualTo(1);
    assertThat(busy.state(new BudgetKey("anthropic", CoreDesk.MODEL), "permits").remaining())
        .isZero();
  }

  @Test
  void settlesOnlyOnce() {
    LeaseId lease = desk.granted(who("ada"));
    desk.core.settle(lease, new Settlement.NotSent());
    desk.core.settle(lease, new Settlement.NotSent());
    desk.core.settle(new LeaseId(999), new Settlement.Unknown());

    assertThat(desk.core.ignored()).isEqualTo(2);
    assertThat(desk.burst(who("ada"))).isEqualTo(6);
  }

  @Test
  void keepsBackgroundWorkFromTakingAllPermits() {
    var busy =
        new CoreDesk(SomeConfig.perMinute(6_000, 600_000, 600_000).permits(10, 100).config());

    assertThat(busy.burst(who("night").background())).isEqualTo(6);
    assertThat(busy.burst(who("ada"))).isEqualTo(4);
  }

  @Test
  void holdsUpNoOtherBudget() {
    desk.burst(who("ada"));

    assertThat(desk.acquire(new BudgetKey("other", "sonnet"), who("ada")))
        .isInstanceOf(Answer.Granted.class);
  }

  @Test
  void saysWhenSomethingExpires() {
    assertThat(desk.core.untilNext()).isEqualTo(Duration.ofMinutes(1));
    desk.burst(who("ada"));

    assertThat(desk.core.untilNext()).isEqualTo(Duration.ofSeconds(6));
    desk.pass(Duration.ofSeconds(4));
    assertThat(desk.core.untilNext()).isEqualTo(Duration.ofSeconds(2));
  }
}
