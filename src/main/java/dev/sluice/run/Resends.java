package dev.sluice.run;

import dev.sluice.run.StoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * For how long, and how fast, a write that failed is made again: only in trouble that may pass, and
 * only while the run is held. Beyond that the run is worth more in other hands. Confined to the
 * run's context.
 *
 * @param heldUntil the run is ours up to then, as far as we know now
 * @param timer runs the action once, after the delay
 */
record Resends(
    InstantSource clock, Supplier<Instant> heldUntil, BiConsumer<Duration, Runnable> timer) {

  /** A run that waits for its log occupies a place, and its person sees nothing. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration FIRST_DELAY = Duration.ofMillis(50);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 6;

  static Resends of(RunRoom room, Supplier<Instant> heldUntil) {
    return new Resends(
        room.clock(),
        heldUntil,
        (delay, action) -> room.vertx().setTimer(delay.toMillis(), fired -> action.run()));
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * @param since when it failed first
   */
  boolean areWorthIt(Throwable cause, Instant since) {
    Instant now = now();
    return passes(cause)
        && now.isBefore(heldUntil.get())
        && Duration.between(since, now).compareTo(PATIENCE) < 0;
  }

  private static boolean passes(Throwable cause) {
    return cause instanceof StoreException trouble && trouble.kind() != Kind.CORRUPT;
  }

  /**
   * @param failures so often it failed in a row
   */
  void plan(int failures, Runnable again) {
    Duration grown = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    timer.accept(grown.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : grown, again);
  }
}
