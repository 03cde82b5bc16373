package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulatedBucketTest {
  private final ManualClock clock = new ManualClock();
  private final SimulatedBucket bucket = new SimulatedBucket(60, Duration.ofMinutes(1), clock);

  @Test
  void givesOutItsCapacityAndNoMore() {
    assertThat(bucket.tryTake(61)).isFalse();
    assertThat(bucket.tryTake(60)).isTrue();
    assertThat(bucket.tryTake(1)).isFalse();
    assertThat(bucket.remaining()).isZero();
  }

  @Test
  void refillsContinuously() {
    bucket.take(60);
    clock.advance(Duration.ofMillis(999));
    assertThat(bucket.tryTake(1)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(bucket.tryTake(1)).isTrue();
    assertThat(bucket.remaining()).isZero();
  }

  @Test
  void losesNothingInManySmallSteps() {
    SimulatedBucket odd = new SimulatedBucket(7, Duration.ofSeconds(3), clock);
    odd.take(7);
    for (int i = 0; i < 3_000; i++) {
      clock.advance(Duration.ofMillis(1));
      odd.remaining();
    }
    assertThat(odd.remaining()).isEqualTo(7);
    assertThat(odd.fullAt()).isEqualTo(clock.instant());
  }

  @Test
  void neverHoldsMoreThanItsCapacity() {
    clock.advance(Duration.ofDays(40_000));
    assertThat(bucket.remaining()).isEqualTo(60);
    assertThat(bucket.tryTake(61)).isFalse();
  }

  @Test
  void refillsADebtFirst() {
    bucket.take(90);
    assertThat(bucket.remaining()).isZero();
    assertThat(bucket.untilAvailable(1)).isEqualTo(Duration.ofSeconds(31));
    assertThat(bucket.fullAt()).isEqualTo(clock.instant().plusSeconds(90));
  }

  @Test
  void tellsExactlyHowLongToWait() {
    bucket.take(50);
    Duration wait = bucket.untilAvailable(20);

    clock.advance(wait.minusNanos(1));
    assertThat(bucket.tryTake(20)).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(bucket.tryTake(20)).isTrue();
  }
}
