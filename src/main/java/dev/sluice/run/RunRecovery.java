package dev.sluice.run;

import dev.sluice.agent.Transcript;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what fell through: puts due and lapsed runs in line again, writes the last words of
 * runs that ended without them, and deletes what is past its retention. One per process, on one
 * context.
 */
public final class RunRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);
  private static final int AT_ONCE = 200;
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  private final RunRoom room;
  private final Duration every;
  private long recoverTimer = -1;
  private long sweepTimer = -1;
  private boolean busy;

  public RunRecovery(RunRoom room, Duration every) {
    this.room = room;
    this.every = every;
  }

  /** Done when what was pending at the start is in line. */
  public Future<Void> start() {
    recoverTimer = room.vertx().setPeriodic(every.toMillis(), fired -> recoverQuietly());
    sweepTimer = room.vertx().setPeriodic(SWEEP_EVERY.toMillis(), fired -> sweep());
    return recover();
  }

  public void stop() {
    room.vertx().cancelTimer(recoverTimer);
    room.vertx().cancelTimer(sweepTimer);
  }

  private void recoverQuietly() {
    if (busy) {
      return;
    }
    busy = true;
    recover()
        .onFailure(cause -> LOG.warn("cannot look for pending runs: {}", cause.getMessage()))
        .onComplete(done -> busy = false);
  }

  private Future<Void> recover() {
    return room.store()
        .pending(AT_ONCE)
        .compose(runs -> Future.join(runs.stream().map(this::recoverOne).toList()))
        .mapEmpty();
  }

  /** Never fails: one run in trouble must not keep the others, nor the process, from going on. */
  private Future<Void> recoverOne(RunStore.Pending pending) {
    Future<Void> recovered =
        pending.ended()
            ? closeLog(pending.run())
            : room.queue().offer(pending.run(), pending.runClass());
    return recovered.otherwise(
        cause -> {
          LOG.warn("run {} cannot be recovered now: {}", pending.run(), cause.getMessage());
          return null;
        });
  }

  private Future<Void> closeLog(RunId id) {
    return room.store()
        .claimLog(id, room.config().lease())
        .compose(claimed -> claimed.map(this::writeDone).orElseGet(Future::succeededFuture));
  }

  private Future<Void> writeDone(Run run) {
    Instant until = room.clock().instant().plus(room.config().lease());
    return LogReading.digest(room.log(), run.id())
        .map(LogDigest::isDone)
        .compose(
            done ->
                done
                    ? room.store().closeLog(run.id(), run.epoch())
                    : room.modelOf(run).compose(model -> writeMissing(run, model, until)));
  }

  private Future<Void> writeMissing(Run run, String model, Instant until) {
    var writer = new RunLogWriter(room.log(), run.id(), run.epoch(), Resends.of(room, () -> until));
    writer.emit(new RunEvent.Started(run.conversation(), run.agent(), model, run.epoch()));
    return LogReading.behindBarrier(writer, room.log(), run.id(), run.epoch())
        .compose(seen -> tellMissing(run, seen, writer));
  }

  /** The log may have been lost since the run's last words were decided, or some of them. */
  private Future<Void> tellMissing(Run run, LogDigest seen, RunLogWriter writer) {
    RunOutcome outcome = run.outcome().orElseThrow();
    return room.store()
        .journal(run.id())
        .compose(
            journal -> {
              LogRepair.events(journal, seen).forEach(writer::emit);
              var transcript = Transcript.of(run.input(), journal);
              RunRebuild.partial(outcome, transcript).ifPresent(writer::emit);
              return room.ending().writeDone(run, outcome, writer);
            });
  }

  private void sweep() {
    Instant now = room.clock().instant();
    var config = room.config();
    room.store()
        .sweep(
            now.minus(config.keepRuns()),
            now.minus(config.keepEvents()),
            now.minus(config.keepIdempotencyKeys()))
        .onSuccess(gone -> LOG.debug("{} runs are past their retention", gone))
        .onFailure(cause -> LOG.warn("retention sweep failed: {}", cause.getMessage()));
  }
}
