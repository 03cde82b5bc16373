package dev.sluice.limit;

import java.time.Duration;

/**
 * One limit. Of the provider's limit, {@code share} per window comes back continuously, {@code
 * burst} can be saved up for those who come together, and {@code most_per_window} is what goes out
 * in any window, whatever was saved up. One amount larger than that may go beyond it by the
 * difference.
 *
 * <p>The sum beside the bucket is needed because a bucket alone lets burst + share through in one
 * window. A provider whose bucket holds a minute's limit and refills in a minute would take even
 * that, as Anthropic's does by its documentation ("continuously replenished up to your maximum
 * limit, rather than being reset at fixed intervals"). One that counts per minute would not, and
 * there the sum is exactly what it looks at. What passes the sum passes either of them.
 *
 * <p>What is granted may be called for up to six seconds later (an ask a second, five of grace),
 * and the sum is kept in sixtieths. So it covers a tenth more than the window and one sixtieth of
 * that: every call of any minute was granted within 66 seconds, and those count for up to 67.1. To
 * keep the pace, the sum has to hold that long at the share, hence {@code share × 1.1 × 61/60 ≤
 * most_per_window ≤ 1}.
 *
 * <p>After a burst the sum may hold up everybody for the rest of a minute. Nobody wants that for
 * the rest of a day, so of a limit per hour or day no more is saved up than the sum has to spare.
 * The same holds below a minute, where six seconds are many windows: there the sum is of what is
 * granted, and only a small bucket keeps what is called close to it.
 *
 * <p>Kept as what is owed, not as what is left: a limit that changes does not change what was used.
 */
final class Bucket {
  /** How much longer than the window the sum reaches back. */
  private static final double REACH = 1.1;

  /** For how many windows something is in the sum at most. */
  static final double HOLDS = REACH * (SlidingWindow.SLOTS + 1) / SlidingWindow.SLOTS;

  /** Far below a token, far above what sums of fractions lose. */
  private static final double NOTHING = 1e-6;

  private final double share;
  private final double burst;
  private final double mostPerWindow;

  /** So much can be saved up without ever filling the sum at the share. */
  private final double spare;

  private final Lows owedBefore = new Lows();
  private final SlidingWindow recent;
  private double limit;
  private double window = Ticks.MINUTE;
  private double pace = 1;
  private double owed;
  private long counted;

  /** Where in the history of a bucket something was taken. */
  record Mark(long low, long time) {
    /** Nothing was. */
    static final Mark NONE = new Mark(0, -Ticks.NEVER);
  }

  /** Nothing of the limit per minute is used yet. */
  Bucket(LimiterConfig config, long limit, long now) {
    this.share = config.share();
    this.burst = config.burst();
    this.mostPerWindow = config.mostPerWindow();
    this.spare = Math.max(0, mostPerWindow - share * HOLDS);
    this.recent = new SlidingWindow((long) (REACH * Ticks.MINUTE), now);
    this.limit = limit;
    this.counted = now;
  }

  /** What can be saved up. */
  double capacity() {
    return Math.max(1, (window == Ticks.MINUTE ? burst : Math.min(burst, spare)) * limit);
  }

  /** What may go out in a window. A small limit is not made smaller by a fraction of one. */
  private double most() {
    return Math.min(limit, Math.ceil(mostPerWindow * limit));
  }

  /** What could be taken now. */
  double left() {
    return Math.min(capacity() - owed, most() - recent.sum());
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
    recent.pass(now);
    if (now > counted) {
      owed = Math.max(0, owed - (now - counted) * rate());
      counted = now;
    }
  }

  /** When the amount could be taken, if nobody else took any; larger ones need all there can be. */
  long whenFits(long amount) {
    return Math.max(
        whenOwed(Math.max(0, capacity() - amount)),
        recent.whenAtMost(Math.max(0, most() - amount)));
  }

  /** When so many would have been taken, one after the other, and the amount could be. */
  long whenFitsAfter(double others, long amount) {
    return Math.max(
        whenOwed(Math.max(0, capacity() - amount) - others),
        whenRecent(others + Math.min((double) amount, most())));
  }

  /** What goes out as early as it can leaves the sum in the same order, one window later. */
  private long whenRecent(double all) {
    double windows = Math.max(0, Math.ceil(all / most()) - 1);
    double wait = Math.min((double) Ticks.NEVER, windows * recent.longest());
    return recent.whenAtMost(most() - (all - windows * most())) + (long) wait;
  }

  private long whenOwed(double most) {
    double excess = owed - most;
    return excess <= NOTHING
        ? counted
        : counted + (long) Math.min((double) Ticks.NEVER, Math.rint(excess / rate()));
  }

  /** Takes it even when it is not there. The mark is for giving back what was not used of it. */
  Mark take(long amount) {
    owedBefore.note(owed);
    owed += amount;
    return new Mark(owedBefore.mark(), recent.take((double) amount));
  }

  /** Gives back what is still owed of the amount: what has come back since is not there twice. */
  void giveBack(long amount, Mark mark) {
    double stillOwed = Math.min((double) amount, owedBefore.since(mark.low(), owed));
    owed -= stillOwed;
    owedBefore.lower(mark.low(), stillOwed);
    recent.giveBack((double) amount, mark.time());
  }

  /** A limit of zero or less is no limit that one could work with and changes nothing. */
  void limit(long perWindow, Duration length) {
    if (perWindow > 0 && length.isPositive()) {
      limit = perWindow;
      window = Ticks.length(length);
      recent.length((long) Math.min((double) Ticks.NEVER, REACH * window));
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
