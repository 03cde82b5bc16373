package dev.sluice.limit;

import java.time.Duration;

/**
 * One limit as a token bucket that refills continuously. Of the provider's limit, {@code share} per
 * window comes back and {@code burst} can be saved up, so that in any window at most {@code (share
 * + burst) × limit} is taken; one amount larger than the burst may go beyond by the difference.
 *
 * <p>What is granted may be called for up to six seconds later (an ask a second, five of grace), so
 * the defaults leave a tenth free: in any minute 0.1 + 0.8 × 66/60 < 1 of the limit goes out.
 *
 * <p>Kept as what is owed, not as what is left: a limit that changes does not change what was used.
 * A provider's own bucket refills faster than this one, so it never owes more than is owed here.
 */
final class Bucket {
  /** Far below a token, far above what sums of fractions lose. */
  private static final double NOTHING = 1e-6;

  private final double share;
  private final double burst;
  private final Lows owedBefore = new Lows();
  private double limit;
  private double window = Ticks.MINUTE;
  private double pace = 1;
  private double owed;
  private long counted;

  /** Nothing of the limit per minute is used yet. */
  Bucket(LimiterConfig config, long limit, long now) {
    this.share = config.share();
    this.burst = config.burst();
    this.limit = limit;
    this.counted = now;
  }

  /** What can be saved up. */
  double capacity() {
    return Math.max(1, burst * limit);
  }

  double owed() {
    return owed;
  }

  double limit() {
    return limit;
  }

  double window() {
    return window;
  }

  /** What comes back per nanosecond. */
  double rate() {
    return share * limit * pace / window;
  }

  /** Lets come back what has since the last time; times before that change nothing. */
  void refill(long now) {
    if (now > counted) {
      owed = Math.max(0, owed - (now - counted) * rate());
      counted = now;
    }
  }

  /** When the amount could be taken, if nobody else took any; larger ones need all there can be. */
  long whenFits(long amount) {
    return whenOwed(Math.max(0, capacity() - amount));
  }

  /** When so many would have been taken, one after the other, and the amount could be. */
  long whenFitsAfter(double others, long amount) {
    return whenOwed(Math.max(0, capacity() - amount) - others);
  }

  private long whenOwed(double most) {
    double excess = owed - most;
    return excess <= NOTHING
        ? counted
        : counted + (long) Math.min((double) Ticks.NEVER, Math.rint(excess / rate()));
  }

  /** Takes it even when it is not there. The mark is for giving back what was not used of it. */
  long take(long amount) {
    owedBefore.note(owed);
    owed += amount;
    return owedBefore.mark();
  }

  /** Gives back what is still owed of the amount: what has come back since is not there twice. */
  void giveBack(long amount, long mark) {
    double stillOwed = Math.min((double) amount, owedBefore.since(mark, owed));
    owed -= stillOwed;
    owedBefore.lower(mark, stillOwed);
  }

  /** A limit of zero or less is no limit that one could work with and changes nothing. */
  void limit(long perWindow, Duration length) {
    if (perWindow > 0 && length.isPositive()) {
      limit = perWindow;
      window = Ticks.length(length);
    }
  }

  /** The part of the rate that is used for now. */
  void pace(double part) {
    pace = part;
  }

  /** No more than this is left, somebody says who must know. */
  void atMost(double left) {
    owe(capacity() - left);
  }

  /** Nothing is there until then, and nothing comes back before. */
  void close(long until) {
    owe(capacity());
    counted = Math.max(counted, until);
  }

  private void owe(double least) {
    owedBefore.note(owed);
    owed = Math.max(owed, least);
  }
}
