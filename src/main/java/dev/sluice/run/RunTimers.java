package dev.sluice.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The clocks of one held run: its lease, its deadline, its readers, and the ear for cancels. Each
 * turns into a signal. Confined to the run's context.
 */
final class RunTimers {
  /**
   * While the store is away nobody can take a run from us. Whoever could has taken it before we
   * know: then the store refuses what we write, and so does the log.
   */
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
  private static final Duration PRESENCE_CHECK = Duration.ofMillis(500);

  private final RunRoom room;
  private final Run run;
  private final Instant deadline;
  private final Consumer<RunSignal> signals;
  private final List<Long> timers = new ArrayList<>();
  private RunSignals.Registration ear = () -> {};
  private Instant leaseUntil;
  private boolean storeAway;
  private boolean stopped;

  RunTimers(RunRoom room, Run run, Instant deadline, Consumer<RunSignal> signals) {
    this.room = room;
    this.run = run;
    this.deadline = deadline;
    this.signals = signals;
    this.leaseUntil = room.clock().instant().plus(room.config().lease());
  }

  void start() {
    ear =
        room.signals()
            .onCancel(run.id(), reason -> signals.accept(new RunSignal.CancelAsked(reason)));
    every(room.config().renewEvery(), this::renew);
    Duration left = Duration.between(room.clock().instant(), deadline);
    timers.add(
        room.vertx()
            .setTimer(
                Math.max(1, left.toMillis()),
                fired -> signals.accept(new RunSignal.DeadlinePassed())));
    if (run.attended()) {
      every(PRESENCE_CHECK, this::checkReaders);
    }
  }

  /** The run is ours up to then, as far as we know now. */
  Instant heldUntil() {
    return storeAway ? leaseUntil.plus(OUTAGE) : leaseUntil;
  }

  void stop() {
    stopped = true;
    ear.close();
    timers.forEach(room.vertx()::cancelTimer);
  }

  static Duration longer(Duration delay) {
    Duration doubled = delay.multipliedBy(2);
    return doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
  }

  private void every(Duration period, Runnable action) {
    timers.add(room.vertx().setPeriodic(period.toMillis(), fired -> action.run()));
  }

  private void checkReaders() {
    if (room.signals().unattended(run.id()).compareTo(room.config().awayGrace()) > 0) {
      signals.accept(new RunSignal.ReadersGone());
    }
  }

  private void renew() {
    Instant asked = room.clock().instant();
    if (asked.isAfter(heldUntil())) {
      signals.accept(new RunSignal.LeaseLost());
      return;
    }
    room.store()
        .renew(run.id(), run.epoch(), room.config().lease())
        .onSuccess(
            cancel -> {
              leaseUntil = asked.plus(room.config().lease());
              storeAway = false;
              cancel.ifPresent(reason -> signals.accept(new RunSignal.CancelAsked(reason)));
            })
        .onFailure(
            cause -> {
              storeAway |= cause instanceof StoreException;
              if (!stopped && cause instanceof RunStore.Fenced) {
                signals.accept(new RunSignal.LeaseLost());
              }
            });
  }
}
