package dev.sluice.channel.http;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Acts when it was not touched for a while. A touch costs a clock reading: the running timer finds
 * out when it fires, and waits for what is left. Confined to one context.
 */
final class SseIdleTimer {
  /** No timer has this number. */
  static final long NONE = -1;

  private final Vertx vertx;
  private final long period;
  private final Runnable action;
  private long touched;
  private long timer = NONE;

  SseIdleTimer(Vertx vertx, Duration period, Runnable action) {
    this.vertx = vertx;
    this.period = period.toNanos();
    this.action = action;
  }

  boolean running() {
    return timer != NONE;
  }

  /** Starts, or starts anew. */
  void touch() {
    touched = System.nanoTime();
    if (!running()) {
      await(period);
    }
  }

  void stop() {
    vertx.cancelTimer(timer);
    timer = NONE;
  }

  private void await(long nanos) {
    timer = vertx.setTimer(Math.max(1, nanos / 1_000_000), _ -> fired());
  }

  private void fired() {
    timer = NONE;
    long left = touched + period - System.nanoTime();
    if (left > 0) {
      await(left + 1_000_000);
    } else {
      action.run();
    }
  }
}
