package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecondRingTest {
  private final SecondRing ring = new SecondRing(10);

  @Test
  void sumsTheSecondsOfTheWindowAndNoOthers() {
    ring.add(100, 1);
    ring.add(101, 2);
    ring.add(101, 4);
    ring.add(103, 8);

    assertThat(ring.sum(103, 3)).isEqualTo(14);
    assertThat(ring.sum(103, 4)).isEqualTo(15);
    assertThat(ring.sum(102, 1)).isZero();
  }

  @Test
  void forgetsWhatIsALapOld() {
    ring.add(100, 1);
    ring.add(110, 2);

    assertThat(ring.sum(110, 10)).isEqualTo(2);
    assertThat(ring.sum(105, 10)).isZero();
  }

  @Test
  void knowsNothingOfSecondsInWhichNothingCame() {
    ring.add(100, 1);

    assertThat(ring.sum(115, 10)).isZero();
  }

  @Test
  void dropsWhatComesAWholeLapLate() {
    ring.add(110, 2);
    ring.add(100, 1);

    assertThat(ring.sum(110, 10)).isEqualTo(2);
  }

  @Test
  void worksBeforeTheYear1970() {
    ring.add(-3, 5);

    assertThat(ring.sum(0, 5)).isEqualTo(5);
  }

  @Test
  void slidesItsWindowInSteps() {
    ring.add(100, 1);
    ring.add(102, 10);
    ring.add(104, 100);

    assertThat(ring.sums(104, 3, 2, 3)).containsExactly(1L, 11L, 110L);
  }
}
