package dev.sluice.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls from what fails again and again. Safe for threads; never waits but for a few
 * instructions of another thread, and starts no thread of its own.
 *
 * <p>Resilience4j keeps the window, the share of failures and the trials. Added here: the count of
 * failures in a row; the first failed trial opens the breaker again; what a call tells that began
 * before the last change of state is not heard; and trials that do not end are joined by others
 * after a cooldown, so that a hung trial does not keep a healthy model shut.
 */
public final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private final String name;
  private final BreakerConfig config;
  private final InstantSource clock;
  private final CircuitBreaker circuit;
  private State state = State.CLOSED;
  private Instant nextTrial;
  private Instant lastAnswer = Instant.MIN;
  private int failuresInRow;
  private int trials;
  private long phase;
  private long round;

  Breaker(String name, BreakerConfig config, InstantSource clock) {
    this.name = name;
    this.config = config;
    this.clock = clock;
    this.nextTrial = clock.instant();
    this.circuit = CircuitBreaker.of(name, resilience4j(config, clock));
  }

  private static CircuitBreakerConfig resilience4j(BreakerConfig config, InstantSource clock) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.TIME_BASED)
        .slidingWindowSize(Math.toIntExact(Math.max(1, config.window().toSeconds())))
        .minimumNumberOfCalls(config.minCalls())
        // It opens at its threshold, and ours is what must be exceeded.
        .failureRateThreshold(Math.nextUp((float) (100 * config.failureRate())))
        .permittedNumberOfCallsInHalfOpenState(config.probes())
        .waitDurationInOpenState(config.cooldown())
        .automaticTransitionFromOpenToHalfOpenEnabled(false)
        .clock(clock.withZone(ZoneOffset.UTC))
        .currentTimestampFunction(time -> time.millis(), TimeUnit.MILLISECONDS)
        .build();
  }

  /** What a caller hears who wants to make a call. */
  public sealed interface Entry {
    /**
     * Make no call.
     *
     * @param retryAfter when one has a chance; positive
     */
    record Open(Duration retryAfter) implements Entry {}
  }

  /** A call has brought all that was asked for, which is more than a good beginning. */
  public synchronized void answered() {
    lastAnswer = clock.instant();
  }

  /** Whether some call has brought all that was asked for within this time. */
  public synchronized boolean hasAnsweredWithin(Duration time) {
    return lastAnswer.isAfter(clock.instant().minus(time));
  }

  /** Asks whether a call may be made now. */
  public synchronized Entry enter() {
    Instant now = clock.instant();
    boolean due = !now.isBefore(nextTrial);
    if (state == State.OPEN && due) {
      circuit.transitionToHalfOpenState();
      noteChange(now);
    }
    if (state == State.OPEN || !acquire(due)) {
      return new Entry.Open(Duration.between(now, nextTrial));
    }
    if (state == State.HALF_OPEN) {
      trials++;
      nextTrial = now.plus(config.cooldown());
    }
    return new Pass(phase, round);
  }

  private boolean acquire(boolean due) {
    if (circuit.tryAcquirePermission()) {
      return true;
    }
    if (!due) {
      return false;
    }
    round++;
    for (; trials > 0; trials--) {
      circuit.releasePermission();
    }
    return circuit.tryAcquirePermission();
  }

  /** What an operator sees. */
  public synchronized BreakerState state() {
    return new BreakerState(
        name,
        state.name().toLowerCase(Locale.ROOT),
        failuresInRow,
        state == State.OPEN ? Optional.of(nextTrial) : Optional.empty());
  }

  private synchronized void end(Pass pass, Ending ending) {
    if (pass.ended) {
      return;
    }
    pass.ended = true;
    if (pass.phase != phase) {
      return;
    }
    switch (ending) {
      case SUCCEEDED -> succeed();
      case FAILED -> fail();
      case RELEASED -> release(pass);
    }
    noteChange(clock.instant());
  }

  private void succeed() {
    failuresInRow = 0;
    circuit.onSuccess(0, TimeUnit.MILLISECONDS);
  }

  private void fail() {
    failuresInRow++;
    if (state == State.HALF_OPEN) {
      circuit.transitionToOpenState();
      return;
    }
    circuit.onError(0, TimeUnit.MILLISECONDS, new Failed());
    if (failuresInRow >= config.failuresInRow() && circuit.getState() == State.CLOSED) {
      circuit.transitionToOpenState();
    }
  }

  private void release(Pass pass) {
    if (state == State.HALF_OPEN && pass.round == round) {
      trials--;
      circuit.releasePermission();
    }
  }

  private void noteChange(Instant now) {
    State after = circuit.getState();
    if (after == state) {
      return;
    }
    state = after;
    phase++;
    round++;
    trials = 0;
    nextTrial = now.plus(config.cooldown());
    if (after == State.OPEN) {
      LOG.warn(
          "{} is not called for {} s: {} failures in a row",
          name,
          config.cooldown().toSeconds(),
          failuresInRow);
    } else {
      LOG.info("the breaker of {} is {}", name, state().state());
    }
  }

  private enum Ending {
    SUCCEEDED,
    FAILED,
    RELEASED
  }

  /**
   * Leave to make one call. Exactly one of its three ends must be told; the first stands, the rest
   * is ignored. May be told from any thread.
   */
  public final class Pass implements Entry {
    private final long phase;
    private final long round;
    private boolean ended;

    private Pass(long phase, long round) {
      this.phase = phase;
      this.round = round;
    }

    /** The thing called is well. */
    public void succeeded() {
      end(this, Ending.SUCCEEDED);
    }

    /** The thing called is not well. */
    public void failed() {
      end(this, Ending.FAILED);
    }

    /** The call says nothing about it: it was cancelled, not made, or failed by its own fault. */
    public void released() {
      end(this, Ending.RELEASED);
    }
  }

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed() {
      super("failed", null, false, false);
    }
  }
}
