package dev.sluice.store.redis;

import java.time.Duration;

/** What is done now and then, on occasion. Confined to one context. */
final class Cadence {
  private final long everyNanos;
  private long dueNanos;

  Cadence(Duration every) {
    this.everyNanos = every.toNanos();
    this.dueNanos = System.nanoTime() + everyNanos;
  }

  /** Once in the period, not before its first end. */
  boolean isDue() {
    long now = System.nanoTime();
    if (now - dueNanos < 0) {
      return false;
    }
    dueNanos = now + everyNanos;
    return true;
  }
}
