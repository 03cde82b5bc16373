package dev.sluice.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved. */
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T10:00:00.123456Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Back, when negative. */
  public void advance(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }
}
