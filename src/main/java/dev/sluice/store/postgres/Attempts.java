package dev.sluice.store.postgres;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * One operation with as many attempts as its patience allows. Conflicts are tried again at once,
 * trouble with the server after growing delays.
 */
final class Attempts<T> {
  private static final Duration FIRST_DELAY = Duration.ofMillis(50);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
  private static final int CONFLICT_MILLIS = 20;
  private static final int MOST_DOUBLINGS = 5;

  private final Vertx vertx;
  private final IntFunction<Future<T>> operation;
  private final long until;
  private final BooleanSupplier over;
  private final Promise<T> promise = Promise.promise();
  private int attempt;
  private int outages;

  /**
   * @param over once true, nothing is tried again
   */
  Attempts(Vertx vertx, IntFunction<Future<T>> operation, Duration patience, BooleanSupplier over) {
    this.vertx = vertx;
    this.operation = operation;
    this.until = System.nanoTime() + patience.toNanos();
    this.over = over;
  }

  /** To be called once. */
  Future<T> start() {
    next();
    return promise.future();
  }

  private void next() {
    attempt++;
    operation.apply(attempt).onSuccess(promise::complete).onFailure(this::failed);
  }

  private void failed(Throwable failure) {
    Duration delay = delay(failure);
    boolean inTime = System.nanoTime() + delay.toNanos() <= until;
    if (over.getAsBoolean() && Failures.passes(failure)) {
      promise.fail(new StoreException(Kind.UNAVAILABLE, "the store is closed", failure));
    } else if (inTime && Failures.passes(failure)) {
      vertx.setTimer(Math.max(1, delay.toMillis()), _ -> next());
    } else {
      promise.fail(Failures.told(failure));
    }
  }

  /** Random, so that those who met do not meet again. */
  private Duration delay(Throwable failure) {
    double random = ThreadLocalRandom.current().nextDouble();
    if (Failures.isConflict(failure)) {
      return Duration.ofMillis((long) (random * CONFLICT_MILLIS));
    }
    Duration grown = FIRST_DELAY.multipliedBy(1L << Math.min(outages++, MOST_DOUBLINGS));
    Duration bounded = grown.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : grown;
    return Duration.ofMillis((long) (bounded.toMillis() * (0.5 + random / 2)));
  }
}
