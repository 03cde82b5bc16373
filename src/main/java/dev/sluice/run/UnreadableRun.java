package dev.sluice.run;

import dev.sluice.agent.Transcript;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.run.RunStore.Release;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a run whose history or journal cannot be read: it is put off, for a later version
 * may know how, and given up after as many attempts as any other. Then its conversation is free.
 */
final class UnreadableRun {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableRun.class);
  private static final Duration PUT_OFF = Duration.ofMinutes(1);
  private static final RunEvent.Failed FAILURE =
      new RunEvent.Failed(
          "run_unreadable",
          "What is stored of this run or its conversation cannot be read. The operator finds the"
              + " reason in the log of the gateway.",
          false);

  private final RunRoom room;
  private final Run run;

  private UnreadableRun(RunRoom room, Run run) {
    this.room = room;
    this.run = run;
  }

  /** Done when the run is ours no more. */
  static Future<Void> settle(RunRoom room, Claim.Unreadable claim) {
    LOG.error("run {} cannot be worked on: {}", claim.run().id(), claim.why().getMessage());
    return new UnreadableRun(room, claim.run()).settle();
  }

  private Future<Void> settle() {
    if (run.cancelRequested().isPresent()) {
      return end(DoneStatus.CANCELLED, run.cancelRequested(), Optional.empty());
    }
    if (run.failures() + 1 >= room.config().maxFailures()) {
      return end(DoneStatus.FAILED, Optional.empty(), Optional.of(FAILURE));
    }
    Instant again = room.clock().instant().plus(PUT_OFF);
    return room.store().release(run.id(), run.epoch(), Release.FAILED, again);
  }

  /** What it said and cost until now is not known, and what was asked stays. */
  private Future<Void> end(
      DoneStatus status, Optional<String> reason, Optional<RunEvent.Failed> failure) {
    Instant until = room.clock().instant().plus(room.config().lease());
    var writer = new RunLogWriter(room.log(), run.id(), run.epoch(), Resends.of(room, () -> until));
    var end = new RunEnding.End(new Transcript(run.input()), "", status, reason, failure);
    return room.modelOf(run)
        .compose(
            model -> {
              writer.emit(
                  new RunEvent.Started(run.conversation(), run.agent(), model, run.epoch()));
              return room.ending().finish(run, writer, end);
            })
        .onSuccess(ended -> room.observer().ended(run.runClass(), status, Duration.ZERO));
  }
}
