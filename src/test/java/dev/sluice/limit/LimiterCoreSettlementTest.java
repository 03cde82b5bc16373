package dev.sluice.limit;

import static dev.sluice.limit.CoreDesk.who;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimiterCoreSettlementTest {
  private final CoreDesk desk = new CoreDesk(SomeConfig.perMinute(6_000, 60_000, 60_000).config());

  @Test
  void givesBackWhatWasEstimatedAndNotUsed() {
    LeaseId lease = desk.granted(who("ada").taking(6_000, 4_000));
    desk.core.settle(lease, new Settlement.Used(Usage.of(1_000, 3_000)));

    assertThat(desk.state("input_tokens").remaining()).isEqualTo(5_000);
    assertThat(desk.state("output_tokens").remaining()).isEqualTo(3_000);
  }

  @Test
  void takesWhatWasUsedBeyondTheEstimate() {
    LeaseId lease = desk.granted(who("ada").taking(1_000, 100));
    desk.core.settle(lease, new Settlement.Used(Usage.of(14_000, 100)));

    assertThat(desk.expectedWait("bob"))
        .as("8,000 are owed, and one token has to fit")
        .isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_002));
  }

  @Test
  void doesNotCountWhatIsReadFromTheCache() {
    LeaseId lease = desk.granted(who("ada").taking(100, 10));
    desk.core.settle(lease, new Settlement.Used(new Usage(100, 200, 300, 1_000_000, 10, 0, 0)));

    assertThat(desk.state("input_tokens").remaining()).isEqualTo(5_400);
  }

  @Test
  void letsTheEstimateStandWhenNothingIsKnown() {
    desk.core.settle(desk.granted(who("ada").taking(1_000, 100)), new Settlement.Unknown());

    assertThat(desk.state("input_tokens").remaining()).isEqualTo(5_000);
    assertThat(desk.state("requests").remaining()).isEqualTo(599);
  }

  @Test
  void givesEverythingBackOfACallThatNeverWentOut() {
    desk.core.settle(desk.granted(who("ada").taking(1_000, 100)), new Settlement.NotSent());

    assertThat(desk.state("input_tokens").remaining()).isEqualTo(6_000);
    assertThat(desk.state("output_tokens").remaining()).isEqualTo(6_000);
    assertThat(desk.state("requests").remaining()).isEqualTo(600);
  }

  @Test
  void learnsHowMuchOutputThereReallyIs() {
    for (int i = 0; i < 200; i++) {
      desk.pass(Duration.ofSeconds(10));
      LeaseId lease = desk.granted(who("ada").taking(1, 1_000));
      desk.core.settle(lease, new Settlement.Used(Usage.of(1, 500)));
    }
    desk.pass(Duration.ofMinutes(1));
    desk.granted(who("ada").taking(1, 1_000));

    assertThat(desk.state("output_tokens").remaining()).isBetween(5_499L, 5_501L);
  }

  @Test
  void believesNoOddRatio() {
    for (int i = 0; i < 200; i++) {
      desk.pass(Duration.ofHours(1));
      LeaseId lease = desk.granted(who("ada").taking(1, 10));
      desk.core.settle(lease, new Settlement.Used(Usage.of(1, 100_000)));
    }
    desk.pass(Duration.ofHours(1));
    desk.granted(who("ada").taking(1, 10));

    assertThat(desk.state("output_tokens").remaining()).as("ten times at most").isEqualTo(5_900);
  }

  @Test
  void saysHowMuchIsUsedAndWanted() {
    desk.core.learn(CoreDesk.KEY, LimitReport.NOTHING);
    assertThat(desk.state("input_tokens").pressure()).isZero();
    desk.granted(who("ada").taking(3_000, 1));
    assertThat(desk.state("input_tokens").pressure()).isEqualTo(0.5);

    desk.waiting(who("bob").taking(12_000, 1));
    desk.pass(Duration.ofMillis(500));
    BudgetState state = desk.state("input_tokens");
    assertThat(state.pressure()).isGreaterThan(0.6);
    assertThat(state.waiting()).isEqualTo(1);
    assertThat(state.longestWait()).isEqualTo(Duration.ofMillis(500));
    assertThat(state.limit()).isEqualTo(48_000);

    desk.pass(Duration.ofMillis(3_250));
    assertThat(desk.state("input_tokens").pressure()).as("6,000 are owed more").isEqualTo(1.125);
  }

  @Test
  void beginsWithTheMostExactBudgetThatIsConfigured() {
    var named =
        new CoreDesk(
            SomeConfig.perMinute(10, 10, 10)
                .budgets(
                    Map.of(
                        "*/*", new StartBudget(20, 10, 10),
                        "anthropic/*", new StartBudget(30, 10, 10),
                        "anthropic/haiku", new StartBudget(40, 10, 10)))
                .config());
    assertThat(limitOf(named, "anthropic", "haiku")).isEqualTo(32);
    assertThat(limitOf(named, "anthropic", "sonnet")).isEqualTo(24);
    assertThat(limitOf(named, "anthropic.x", "sonnet")).isEqualTo(16);
    assertThat(limitOf(desk, "other", "sonnet")).isEqualTo(4_800);
  }

  private static long limitOf(CoreDesk desk, String provider, String group) {
    var key = new BudgetKey(provider, group);
    desk.core.learn(key, LimitReport.NOTHING);
    return desk.state(key, "requests").limit();
  }
}
