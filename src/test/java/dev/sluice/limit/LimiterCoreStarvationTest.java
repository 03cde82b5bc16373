package dev.sluice.limit;

import static dev.sluice.limit.CoreDesk.who;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LimiterCoreStarvationTest {

  @Property(tries = 100)
  void largeBackgroundWorkGetsItsTurnInAFlood(
      @ForAll @IntRange(min = 1, max = 30_000) int large,
      @ForAll @IntRange(min = 1, max = 20) int users,
      @ForAll @IntRange(min = 1, max = 2_000) int small) {
    var flood = new Flood(users, small);
    TicketId ticket = flood.desk().waiting(who("night").background().taking(large, 1));

    Flood.Overtaken overtaken = flood.whileWaiting(ticket);

    int every = Flood.CONFIG.backgroundEvery();
    assertThat(overtaken.grants()).isLessThanOrEqualTo(every - 1);
    double tokens = Math.min(large, 6_000) + (double) every * small;
    assertThat(overtaken.waited().toMillis())
        .isLessThanOrEqualTo((long) (2_000 + 1_000 * tokens / 800));
  }

  @Property(tries = 100)
  void aLargeInteractiveDemandWaitsForOneRoundOfTheOthers(
      @ForAll @IntRange(min = 1, max = 30_000) int large,
      @ForAll @IntRange(min = 1, max = 20) int users,
      @ForAll @IntRange(min = 1, max = 2_000) int small) {
    var flood = new Flood(users, small);
    TicketId ticket = flood.desk().waiting(who("ada").taking(large, 1));

    assertThat(flood.whileWaiting(ticket).grants()).isLessThanOrEqualTo(users);
  }
}
