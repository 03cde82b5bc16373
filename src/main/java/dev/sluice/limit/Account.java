package dev.sluice.limit;

import java.time.Duration;
import java.util.Optional;

/** One budget: its limits, who waits for it, and what has been learned about it. */
final class Account {
  private static final double WEIGHT = 0.1;
  private static final double FIRST_HOLD = 10.0 * Ticks.SECOND;

  private final BudgetKey key;
  private final Buckets buckets;
  private final Line line;
  private final Closing closing;
  private final Calibration calibration = new Calibration();
  private double held = FIRST_HOLD;

  Account(BudgetKey key, LimiterConfig config, StartBudget start, long now) {
    this.key = key;
    this.buckets = new Buckets(config, start, now);
    this.line = new Line(config.backgroundEvery());
    this.closing = new Closing(config);
  }

  BudgetKey key() {
    return key;
  }

  Buckets buckets() {
    return buckets;
  }

  Line line() {
    return line;
  }

  /** What a call like this will take, going by what others took. */
  Cost cost(Estimate estimate) {
    return new Cost(estimate.inputTokens(), calibration.apply(estimate.outputTokens()));
  }

  /** Nobody may call before. */
  long closedUntil() {
    return closing.until();
  }

  void closeUntil(long tick, long now) {
    closing.closeUntil(tick, now);
    obeyClosing(now);
  }

  void used(Lease lease, Cost used, long now) {
    buckets.refill(now);
    buckets.correct(lease, used);
    calibration.learn(lease.estimate().outputTokens(), used.output());
    closing.taken(lease.granted(), now);
    buckets.pace(closing.pace());
    held(now - lease.granted());
  }

  /** What was taken for it stands. */
  void unknown(Lease lease, long now) {
    held(now - lease.granted());
  }

  void refused(Lease lease, long now) {
    buckets.refill(now);
    buckets.correct(lease, Cost.NO_TOKENS);
  }

  void notSent(Lease lease, long now) {
    buckets.refill(now);
    buckets.giveBack(lease);
  }

  void limited(Lease lease, Optional<Duration> retryAfter, long now) {
    refused(lease, now);
    closing.refused(lease.granted(), retryAfter.filter(Duration::isPositive), now);
    obeyClosing(now);
  }

  private void obeyClosing(long now) {
    buckets.refill(now);
    buckets.pace(closing.pace());
    if (closing.until() > now) {
      buckets.close(closing.until());
    }
  }

  private void held(long length) {
    held += WEIGHT * (length - held);
  }

  /** How long a call holds its permits. */
  double held() {
    return held;
  }
}
