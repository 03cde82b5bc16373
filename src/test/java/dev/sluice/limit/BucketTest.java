package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketTest {
  private static final LimiterConfig CONFIG = SomeConfig.perMinute(600, 1, 1).config();

  /** When a bucket that took something at first does no longer count it: 66 seconds, and a slot. */
  private static final long FORGOTTEN = 671 * Ticks.SECOND / 10;

  /** 8 come back in a second, 60 can be saved up. */
  private final Bucket bucket = new Bucket(CONFIG, 600, 0);

  @Test
  void letsTheBurstGoOutAtOnceAndThenWhatComesBack() {
    bucket.take(60);

    assertThat(bucket.whenFits(1)).isEqualTo(Ticks.SECOND / 8);
    assertThat(bucket.whenFits(8)).isEqualTo(Ticks.SECOND);
  }

  @Test
  void savesUpNoMoreThanTheBurst() {
    bucket.take(60);
    bucket.refill(10 * Ticks.MINUTE);

    assertThat(bucket.owed()).isZero();
    bucket.take(60);
    assertThat(bucket.whenFits(1)).isGreaterThan(10 * Ticks.MINUTE);
  }

  @Test
  void letsWhatIsLargerThanTheBurstGoOutWhenAllIsThere() {
    bucket.take(8);

    assertThat(bucket.whenFits(500)).isEqualTo(Ticks.SECOND);
    bucket.refill(Ticks.SECOND);
    bucket.take(500);
    assertThat(bucket.whenFits(0)).isEqualTo(Ticks.SECOND + 440 * Ticks.SECOND / 8);
  }

  @Test
  void letsWhatIsLargerThanAWindowGoOutWhenNothingElseIsInIt() {
    bucket.take(1);

    assertThat(bucket.whenFits(569)).isEqualTo(Ticks.SECOND / 8);
    assertThat(bucket.whenFits(570)).isEqualTo(FORGOTTEN);
    assertThat(bucket.whenFits(5_700)).isEqualTo(FORGOTTEN);
  }

  @Test
  void letsNoMoreOutInAWindowThanConfiguredWhateverIsSavedUp() {
    var quiet = new Bucket(LimiterConfig.defaults(), 600, 0);
    assertThat(quiet.whenFits(480)).isZero();
    quiet.take(480);
    quiet.refill(30 * Ticks.SECOND);

    assertThat(quiet.left()).as("570 - 480, though 240 have come back").isEqualTo(90);
    assertThat(quiet.whenFits(90)).isEqualTo(30 * Ticks.SECOND);
    assertThat(quiet.whenFits(91)).isEqualTo(FORGOTTEN);
  }

  @Test
  void forecastsOneWindowAfterTheOther() {
    var quiet = new Bucket(LimiterConfig.defaults(), 600, 0);
    quiet.take(480);

    assertThat(quiet.whenFitsAfter(90, 1)).isEqualTo(FORGOTTEN);
    assertThat(quiet.whenFitsAfter(90 + 570, 1)).isEqualTo(2 * FORGOTTEN);
  }

  @Test
  void givesBackToTheWindowToo() {
    var quiet = new Bucket(LimiterConfig.defaults(), 600, 0);
    Bucket.Mark mark = quiet.take(480);
    quiet.refill(30 * Ticks.SECOND);
    quiet.giveBack(480, mark);

    assertThat(quiet.left()).isEqualTo(480);
  }

  @Test
  void goesEvenlyWithALimitOverAnHour() {
    var hourly = new Bucket(LimiterConfig.defaults(), 600, 0);
    hourly.limit(600, Duration.ofHours(1));
    hourly.take(33);
    assertThat(hourly.whenFits(1)).as("33.3 can be saved up").isPositive();

    long last = 0;
    long longest = 0;
    for (int i = 0; i < 2_000; i++) {
      long next = hourly.whenFits(1);
      longest = Math.max(longest, next - last);
      last = next;
      hourly.refill(next);
      hourly.take(1);
    }
    assertThat(longest).as("480 in an hour").isLessThanOrEqualTo(15 * Ticks.SECOND);
    assertThat(last).isLessThan(251 * Ticks.MINUTE);
  }

  @Test
  void countsALimitOverAnHourByTheHour() {
    var hourly = new Bucket(LimiterConfig.defaults(), 600, 0);
    hourly.limit(600, Duration.ofHours(1));
    hourly.take(300);
    hourly.refill(59 * Ticks.MINUTE);

    assertThat(hourly.whenFits(270)).isEqualTo(59 * Ticks.MINUTE);
    assertThat(hourly.whenFits(271)).isEqualTo(60 * FORGOTTEN);
  }

  @Test
  void canAlwaysSaveUpOne() {
    var small = new Bucket(CONFIG, 1, 0);

    assertThat(small.capacity()).isEqualTo(1);
    small.take(1);
    assertThat(small.whenFits(1)).isEqualTo(75 * Ticks.SECOND);
  }

  @Test
  void givesBackOnlyWhatHasNotComeBackByItself() {
    Bucket.Mark mark = bucket.take(40);
    bucket.refill(4 * Ticks.SECOND);
    bucket.take(20);
    bucket.giveBack(40, mark);

    assertThat(bucket.owed()).as("of 40, 32 had come back; 20 were taken since").isEqualTo(20);
  }

  @Test
  void givesBackInAnyOrderWithoutGivingTwice() {
    Bucket.Mark first = bucket.take(10);
    Bucket.Mark second = bucket.take(10);
    bucket.refill(Ticks.SECOND);
    bucket.take(20);
    bucket.giveBack(10, first);
    bucket.giveBack(10, second);

    assertThat(bucket.owed()).as("8 of 20 had come back; 20 were taken since").isEqualTo(20);
  }

  @Test
  void givesBackNothingOfWhatHasComeBackAltogether() {
    Bucket.Mark mark = bucket.take(40);
    bucket.refill(Ticks.MINUTE);
    bucket.take(30);
    bucket.giveBack(40, mark);

    assertThat(bucket.owed()).isEqualTo(30);
  }

  @Test
  void keepsWhatWasUsedWhenTheLimitChanges() {
    bucket.take(60);
    bucket.limit(6_000, Duration.ofMinutes(1));

    assertThat(bucket.owed()).isEqualTo(60);
    assertThat(bucket.whenFits(540)).as("of 600").isZero();
    bucket.limit(60, Duration.ofMinutes(1));
    assertThat(bucket.whenFits(6)).as("0.8 in a second").isEqualTo(75 * Ticks.SECOND);
  }

  @Test
  void ignoresLimitsOfNothing() {
    bucket.limit(0, Duration.ofMinutes(1));
    bucket.limit(-1, Duration.ofMinutes(1));
    bucket.limit(5, Duration.ZERO);

    assertThat(bucket.limit()).isEqualTo(600);
    assertThat(bucket.window()).isEqualTo(Ticks.MINUTE);
  }

  @Test
  void isCorrectedDownwardsOnly() {
    bucket.take(20);
    bucket.atMost(1_000);
    assertThat(bucket.owed()).isEqualTo(20);

    bucket.atMost(5);
    assertThat(bucket.owed()).isEqualTo(55);
    bucket.atMost(-100);
    assertThat(bucket.owed()).isEqualTo(160);
  }

  @Test
  void isEmptyWhenItOpensAgain() {
    bucket.close(5 * Ticks.SECOND);
    bucket.refill(3 * Ticks.SECOND);

    assertThat(bucket.whenFits(0)).isEqualTo(5 * Ticks.SECOND);
    assertThat(bucket.whenFits(8)).isEqualTo(6 * Ticks.SECOND);
  }

  @Test
  void goesSlowerWhenToldTo() {
    bucket.take(60);
    bucket.pace(0.5);

    assertThat(bucket.whenFits(4)).isEqualTo(Ticks.SECOND);
  }

  @Test
  void knowsNoTimeBeyondNever() {
    bucket.take(Long.MAX_VALUE);
    bucket.pace(0.001);

    assertThat(bucket.whenFits(1)).isEqualTo(Ticks.NEVER);
  }
}
