package dev.sluice.limit;

import java.time.Duration;
import java.util.Optional;

/** What a 429 does to a budget: it closes, and afterwards goes slower for a while. */
final class Closing {
  private static final double SLOWER = 0.7;
  private static final double SLOWEST = 0.125;

  private final long first;
  private final long most;
  private long until = -Ticks.NEVER;
  private long closedAt = -Ticks.NEVER;
  private int inRow;
  private double pace = 1;
  private long pacedAt;

  Closing(LimiterConfig config) {
    this.first = Ticks.length(config.firstClosed());
    this.most = Ticks.length(config.maxClosed());
  }

  /** A call that went out at that time was refused. Several that were under way count once. */
  void refused(long sentAt, Optional<Duration> retryAfter, long now) {
    if (sentAt > closedAt) {
      recover(now);
      pace = Math.max(SLOWEST, pace * SLOWER);
      inRow++;
      closedAt = now;
    }
    long length = retryAfter.map(Ticks::length).orElse(doubled());
    closeUntil(now + length, now);
  }

  private long doubled() {
    double length = first * Math.pow(2, Math.max(0, inRow - 1));
    return (long) Math.min(length, (double) most);
  }

  void closeUntil(long tick, long now) {
    until = Math.max(until, Math.min(tick, now + most));
  }

  /** A call that went out at that time was taken. */
  void taken(long sentAt, long now) {
    if (sentAt > closedAt) {
      inRow = 0;
    }
    recover(now);
  }

  /** Doubles within a minute. */
  private void recover(long now) {
    pace = Math.min(1, pace * Math.pow(2, (double) (now - pacedAt) / Ticks.MINUTE));
    pacedAt = now;
  }

  /** The part of the budget to use for now. */
  double pace() {
    return pace;
  }

  long until() {
    return until;
  }
}
