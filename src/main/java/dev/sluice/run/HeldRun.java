package dev.sluice.run;

import dev.sluice.agent.AgentResult;
import dev.sluice.agent.AgentTask;
import dev.sluice.agent.ThinkingDisplay;
import dev.sluice.agent.Transcript;
import dev.sluice.event.RunEvent;
import dev.sluice.resilience.Cancellation;
import dev.sluice.run.RunStore.Release;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run in the hands of this process, from claim to end. Feeds signals to {@link RunMachine} and
 * performs its effects. Confined to the context that started it.
 */
final class HeldRun {
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Logger LOG = LoggerFactory.getLogger(HeldRun.class);

  /** A run that is offered before it is due must wait for the next sweep. */
  private static final Duration NOT_EARLY = Duration.ofMillis(20);

  /** As a power of two, in seconds. */
  private static final int LONGEST_BACKOFF = 6;

  private final RunRoom room;
  private final AgentWork loop;
  private final Claim.Held claim;
  private final Run run;
  private final RunLogWriter writer;
  private final Cancellation cancellation = new Cancellation();
  private final Promise<Void> over = Promise.promise();
  private final RunTimers timers;
  private final Patience patience;
  private @Nullable RunOutcome committed;
  private RunState state = new RunState.Working();
  private boolean yielding;

  HeldRun(RunRoom room, AgentWork loop, Claim.Held claim) {
    this.room = room;
    this.loop = loop;
    this.claim = claim;
    this.run = claim.run();
    this.writer = new RunLogWriter(room.log(), run.id(), run.epoch(), room.clock());
    this.patience = new Patience(room.config().backgroundWait(), run.idle());
    this.timers = new RunTimers(room, run, deadline(), this::on);
  }

  /** Works on the run until it has ended, was handed over, or is lost. Never fails. */
  Future<Void> work() {
    timers.start();
    writer.failure().onFailure(cause -> on(new RunSignal.LoopBroke(cause)));
    writer.emit(
        new RunEvent.Started(run.conversation(), claim.snapshot().agent(), model(), run.epoch()));
    LogReading.behindBarrier(writer, room.log(), run.id(), run.epoch())
        .recover(this::withoutLog)
        // Composed, so that whatever is thrown on the way breaks the loop instead of losing it.
        .compose(this::begin)
        .onSuccess(result -> on(new RunSignal.LoopEnded(patience.judge(result))))
        .onFailure(cause -> on(new RunSignal.LoopBroke(cause)));
    return over.future().onComplete(done -> timers.stop());
  }

  /** Ends the loop at its next turn boundary. */
  void endAtBoundary() {
    yielding = true;
  }

  /** The turns had their time: stops the loop where it is. */
  void stopNow() {
    on(new RunSignal.DrainEnded());
  }

  /** A log that nobody can read must not keep the run from being given up. */
  private Future<LogDigest> withoutLog(Throwable cause) {
    boolean unreadable = cause instanceof StoreException e && e.kind() == Kind.CORRUPT;
    return unreadable && isGivenUp()
        ? Future.succeededFuture(new LogDigest())
        : Future.failedFuture(cause);
  }

  private Future<AgentResult> begin(LogDigest seen) {
    LogRepair.events(claim.journal(), seen).forEach(writer::emit);
    return decidedAlready()
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                loop.run(
                    task(seen),
                    entry -> room.store().journal(run.id(), run.epoch(), entry),
                    writer));
  }

  /** A run that must not be worked on any more still needs its end. */
  private Optional<AgentResult> decidedAlready() {
    var transcript = Transcript.of(run.input(), claim.journal());
    if (run.cancelRequested().isPresent()) {
      on(new RunSignal.CancelAsked(run.cancelRequested().get()));
      return Optional.of(new AgentResult.Stopped(transcript, ""));
    }
    if (isGivenUp()) {
      var failure =
          new RunEvent.Failed(
              "gave_up", "The run failed " + run.failures() + " times and was given up.", true);
      return Optional.of(new AgentResult.Failed(transcript, failure, ""));
    }
    if (!room.clock().instant().isBefore(deadline())) {
      on(new RunSignal.DeadlinePassed());
      return Optional.of(new AgentResult.Stopped(transcript, ""));
    }
    return Optional.empty();
  }

  private boolean isGivenUp() {
    return run.failures() >= room.config().maxFailures();
  }

  private AgentTask task(LogDigest seen) {
    var shown = new HashSet<>(seen.startedTools());
    shown.addAll(LogRepair.startedTools(claim.journal()));
    var display = ThinkingDisplay.valueOf(claim.snapshot().thinking());
    return new AgentTask(
        run.id(),
        run.conversation(),
        run.user(),
        claim.snapshot(),
        model(),
        display.forRun(run.runClass() == RunClass.INTERACTIVE),
        claim.history(),
        run.input(),
        claim.journal(),
        shown,
        deadline(),
        run.runClass() == RunClass.INTERACTIVE,
        parkings(),
        cancellation,
        () -> yielding);
  }

  /** Every epoch but the first follows on a loss, a hand-over, which is rare, or a parking. */
  private int parkings() {
    return Math.toIntExact(Math.max(0, run.epoch() - 1 - run.failures()));
  }

  private String model() {
    return run.model().orElse(claim.snapshot().model());
  }

  private Instant deadline() {
    Instant from = run.startedAt().orElseGet(room.clock()::instant);
    return from.plus(run.idle()).plus(room.config().timeout(run.runClass()));
  }

  private void on(RunSignal signal) {
    var step = RunMachine.on(state, signal);
    state = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(RunEffect effect) {
    switch (effect) {
      case RunEffect.StopLoop stop -> cancellation.cancel(stop.reason());
      case RunEffect.Finish finish -> finish(finish, FIRST_DELAY);
      case RunEffect.GiveBack back -> giveBack(back.why(), due(back.why()), FIRST_DELAY);
      case RunEffect.Park park -> park(park);
      case RunEffect.Abandon abandon -> {
        LOG.warn("run {} is no longer ours under epoch {}", run.id(), run.epoch());
        over.tryComplete();
      }
    }
  }

  /** Tries as long as the lease holds: the end of a run is worth waiting for a store in trouble. */
  private void finish(RunEffect.Finish finish, Duration delay) {
    var end =
        new RunEnding.End(
            finish.result().transcript(),
            partial(finish.result()),
            finish.status(),
            finish.reason(),
            finish.failure());
    Future.succeededFuture()
        .compose(now -> commit(end))
        .compose(outcome -> room.ending().closeLog(run, writer))
        .onSuccess(done -> over.tryComplete())
        .onFailure(cause -> finishFailed(finish, delay, cause));
  }

  /** Once: a later try only writes what is missing in the log. */
  private Future<RunOutcome> commit(RunEnding.End end) {
    RunOutcome known = committed;
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return room.ending()
        .commit(run, writer, end)
        .onSuccess(
            outcome -> {
              committed = outcome;
              timers.stop();
              RunEnding.lastEvents(outcome).forEach(writer::emit);
              report(outcome);
            });
  }

  private void finishFailed(RunEffect.Finish finish, Duration delay, Throwable cause) {
    boolean storeTrouble = cause instanceof StoreException && !writer.failure().failed();
    if (state instanceof RunState.Lost || !storeTrouble) {
      // Fenced, or the log is broken: whoever claims the run next writes its end.
      LOG.warn("the end of run {} was left to recovery: {}", run.id(), cause.getMessage());
      over.tryComplete();
      return;
    }
    room.vertx().setTimer(delay.toMillis(), fired -> finish(finish, RunTimers.longer(delay)));
  }

  private void report(RunOutcome outcome) {
    room.observer().ended(run.runClass(), outcome.status(), outcome.duration());
    LOG.info(
        "run {} ended: {} after {} ms",
        run.id(),
        outcome.status().wire(),
        outcome.duration().toMillis());
  }

  private static String partial(AgentResult result) {
    return switch (result) {
      case AgentResult.Ended ended -> "";
      case AgentResult.Failed failed -> failed.partial();
      case AgentResult.Stopped stopped -> stopped.partial();
      case AgentResult.Yielded yielded -> "";
      case AgentResult.Parked parked -> "";
    };
  }

  private Instant due(Release why) {
    Instant now = room.clock().instant();
    return why == Release.FAILED
        ? now.plusSeconds(1L << Math.min(run.failures(), LONGEST_BACKOFF))
        : now;
  }

  private void park(RunEffect.Park park) {
    Duration delay = patience.delay(park.delay(), ThreadLocalRandom.current().nextDouble());
    LOG.info("run {} waits {} ms because of {}", run.id(), delay.toMillis(), park.failure().type());
    giveBack(Release.PARKED, room.clock().instant().plus(delay), FIRST_DELAY);
  }

  private void giveBack(Release why, Instant due, Duration delay) {
    writer
        .flush()
        .transform(any -> room.store().release(run.id(), run.epoch(), why, due))
        .compose(done -> offerAt(due))
        .onSuccess(done -> over.tryComplete())
        .onFailure(cause -> giveBackFailed(why, due, delay, cause));
  }

  /** Recovery offers it, too, should this process be gone by then. */
  private Future<Void> offerAt(Instant due) {
    Duration left = Duration.between(room.clock().instant(), due);
    if (!left.isPositive()) {
      return room.queue().offer(run.id(), run.runClass());
    }
    room.vertx()
        .setTimer(
            left.plus(NOT_EARLY).toMillis(),
            fired -> room.queue().offer(run.id(), run.runClass()).onFailure(this::notOffered));
    return Future.succeededFuture();
  }

  private void notOffered(Throwable cause) {
    LOG.warn("run {} waits for recovery to queue it: {}", run.id(), cause.getMessage());
  }

  /** Tries while the lease holds; after that the run is found by its lapsed lease. */
  private void giveBackFailed(Release why, Instant due, Duration delay, Throwable cause) {
    if (state instanceof RunState.Lost || !(cause instanceof StoreException)) {
      LOG.warn("run {} waits for its lease to lapse: {}", run.id(), cause.getMessage());
      over.tryComplete();
      return;
    }
    room.vertx().setTimer(delay.toMillis(), fired -> giveBack(why, due, RunTimers.longer(delay)));
  }
}
