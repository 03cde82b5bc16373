package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void goesOnWhenTheWallClockIsPutBack() {
    var wall = new AtomicReference<>(NOON);
    var nanos = new AtomicLong(-17);
    var clock = new SteadyClock(wall::get, nanos::get);

    wall.set(NOON.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(2));
  }
}
