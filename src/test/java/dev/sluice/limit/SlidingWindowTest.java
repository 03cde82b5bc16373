package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  /** Slots of a second. */
  private final SlidingWindow window = new SlidingWindow(Ticks.MINUTE, 0);

  @Test
  void countsForAWindowAndAtMostOneSlotMore() {
    window.take(10);
    window.pass(61 * Ticks.SECOND - 1);
    assertThat(window.sum()).isEqualTo(10);

    window.pass(61 * Ticks.SECOND);
    assertThat(window.sum()).isZero();
  }

  @Test
  void saysWhenEnoughWillBeForgotten() {
    window.take(10);
    window.pass(5 * Ticks.SECOND);
    window.take(20);

    assertThat(window.whenAtMost(30)).isEqualTo(5 * Ticks.SECOND);
    assertThat(window.whenAtMost(29)).isEqualTo(61 * Ticks.SECOND);
    assertThat(window.whenAtMost(20)).isEqualTo(61 * Ticks.SECOND);
    assertThat(window.whenAtMost(19)).isEqualTo(66 * Ticks.SECOND);
  }

  @Test
  void givesBackFromWhereItWasTaken() {
    long mark = window.take(10);
    window.pass(5 * Ticks.SECOND);
    window.take(20);
    window.giveBack(4, mark);
    assertThat(window.sum()).isEqualTo(26);

    window.pass(61 * Ticks.SECOND);
    assertThat(window.sum()).isEqualTo(20);
  }

  @Test
  void givesNothingBackOfWhatItHasForgotten() {
    long mark = window.take(10);
    window.pass(61 * Ticks.SECOND);
    window.take(20);
    window.giveBack(10, mark);
    window.giveBack(10, Bucket.Mark.NONE.time());

    assertThat(window.sum()).isEqualTo(20);
  }

  @Test
  void forgetsEverythingWhenNobodyCameForLong() {
    window.take(10);
    window.pass(24 * 60 * Ticks.MINUTE);

    assertThat(window.sum()).isZero();
  }

  @Test
  void keepsWhatItKnowsWhenItBecomesLonger() {
    window.take(10);
    window.pass(30 * Ticks.SECOND);
    long mark = window.take(20);
    window.pass(40 * Ticks.SECOND);
    window.length(60 * Ticks.MINUTE);
    window.giveBack(20, mark);
    assertThat(window.sum()).as("slots are no longer told apart").isEqualTo(30);

    window.pass(60 * Ticks.MINUTE);
    assertThat(window.sum()).isEqualTo(30);
    window.pass(62 * Ticks.MINUTE);
    assertThat(window.sum()).isZero();
  }

  @Test
  void keepsWhatIsRecentWhenItBecomesShorter() {
    window.take(10);
    window.pass(50 * Ticks.SECOND);
    window.take(20);
    window.length(10 * Ticks.SECOND);

    assertThat(window.sum()).isEqualTo(20);
    window.pass(61 * Ticks.SECOND);
    assertThat(window.sum()).isZero();
  }

  @Test
  void doesNotGoBack() {
    window.pass(5 * Ticks.SECOND);
    window.take(10);
    window.pass(Ticks.SECOND);

    assertThat(window.whenAtMost(0)).isEqualTo(66 * Ticks.SECOND);
  }
}
