package dev.sluice.run;

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
    return endsWithDone(run)
        .compose(done -> done ? room.store().closeLog(run.id(), run.epoch()) : writeMissing(run));
  }

  private Future<Boolean> endsWithDone(Run run) {
    return LogReading.digest(room.log(), run.id()).map(LogDigest::isDone);
  }

  private Future<Void> writeMissing(Run run) {
    var writer = new RunLogWriter(room.log(), run.id(), run.epoch(), room.clock());
    writer.emit(
        new RunEvent.Started(run.conversation(), run.agent(), run.model().orElse(""), run.epoch()));
    return run.outcome()
        .map(outcome -> room.ending().writeDone(run, outcome, writer))
        .orElseGet(Future::succeededFuture);
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
