package dev.sluice.run;

import dev.sluice.agent.AgentDirectory;
import dev.sluice.agent.Journal;
import dev.sluice.agent.Transcript;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The use cases of channels, over the ports. Stateless; callable from any context. */
public final class RunService implements Runs {
  private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

  /** A person waits for it; what is not ended by then is left to a worker. */
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(2);

  private final RunRoom room;
  private final AgentDirectory agents;
  private final Admission admission;
  private final Supplier<Load> load;

  public RunService(RunRoom room, AgentDirectory agents, Admission admission, Supplier<Load> load) {
    this.room = room;
    this.agents = agents;
    this.admission = admission;
    this.load = load;
  }

  @Override
  public Load load() {
    return load.get();
  }

  @Override
  public Future<Submitted> submit(Submission submission) {
    Instant asked = room.clock().instant();
    return admit(submission)
        .compose(snapshot -> room.store().accept(newRun(submission, snapshot, asked)))
        .recover(refusal -> earlier(submission, refusal))
        .compose(acceptance -> answer(acceptance, asked))
        .onFailure(cause -> countRefusal(submission, cause));
  }

  private void countRefusal(Submission submission, Throwable cause) {
    if (cause instanceof RunException.Overloaded) {
      room.observer().refused(submission.runClass());
    }
  }

  /** Whatever speaks against a new run, one that was accepted before is given again. */
  private Future<Acceptance> earlier(Submission submission, Throwable refusal) {
    if (!(refusal instanceof RunException) || submission.idempotency().isEmpty()) {
      return Future.failedFuture(refusal);
    }
    return room.store()
        .acceptedEarlier(submission.user(), submission.idempotency().get())
        .compose(
            known ->
                known.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(refusal)));
  }

  private Future<AgentSnapshot> admit(Submission submission) {
    if (load.get().draining()) {
      return Future.failedFuture(
          new RunException.Overloaded("this process is shutting down", Duration.ofSeconds(5)));
    }
    var snapshot = agents.find(submission.agent(), submission.channel());
    if (snapshot.isEmpty()) {
      return invalid("agent", "there is no agent of this name; there are " + agents.names());
    }
    if (submission.model().isPresent() && !agents.models().contains(submission.model().get())) {
      return invalid("model", "this model is not configured; there are " + agents.models());
    }
    String model = submission.model().orElse(snapshot.get().model());
    return refusal(model, submission)
        .compose(
            wait -> wait.isEmpty() ? Future.succeededFuture(snapshot.get()) : tooBusy(wait.get()));
  }

  private Future<Optional<Duration>> refusal(String model, Submission submission) {
    return admission
        .refuse(model, submission.runClass(), submission.user())
        .otherwise(
            cause -> {
              LOG.warn("runs are admitted unasked: {}", cause.getMessage());
              return Optional.empty();
            });
  }

  private static <T> Future<T> tooBusy(Duration wait) {
    return Future.failedFuture(
        new RunException.Overloaded("the model is busy and the wait would be too long", wait));
  }

  private static <T> Future<T> invalid(String field, String message) {
    return Future.failedFuture(new RunException.Invalid(field, message));
  }

  private NewRun newRun(Submission submission, AgentSnapshot snapshot, Instant now) {
    return new NewRun(
        RunId.random(),
        submission.user(),
        submission.channel(),
        submission.runClass(),
        submission.model(),
        submission.input(),
        submission.attended(),
        submission.conversation(),
        ConversationId.random(),
        snapshot,
        Titles.of(submission.input()),
        submission.whenBusy(),
        submission.idempotency(),
        room.config().maxQueued(),
        now);
  }

  private Future<Submitted> answer(Acceptance acceptance, Instant since) {
    return switch (acceptance) {
      case Acceptance.Accepted accepted -> accepted(accepted, since);
      case Acceptance.Replayed replayed ->
          Future.succeededFuture(new Submitted(replayed.run(), true));
      case Acceptance.KeyReused reused -> Future.failedFuture(new RunException.KeyReused());
      case Acceptance.Busy busy -> Future.failedFuture(new RunException.Busy(busy.active()));
      case Acceptance.NoConversation none ->
          Future.failedFuture(new RunException.NotFound("conversation"));
      case Acceptance.QueueFull full ->
          Future.failedFuture(
              new RunException.Overloaded(
                  "too many runs are waiting already",
                  QueueWait.estimate(full.queued(), room.config().capacity())));
    };
  }

  private Future<Submitted> accepted(Acceptance.Accepted accepted, Instant since) {
    Run run = accepted.run();
    room.signals().present(run.id());
    room.observer().submitted(run.runClass(), Duration.between(since, room.clock().instant()));
    accepted.interrupted().forEach(this::interrupt);
    return room.queue()
        .offer(run.id(), run.runClass())
        .otherwise(
            cause -> {
              LOG.warn("run {} waits for recovery to queue it: {}", run.id(), cause.getMessage());
              return null;
            })
        .map(offered -> new Submitted(run, false));
  }

  /** The new run does not wait for it: what is not ended here is ended by a worker. */
  private void interrupt(RunId id) {
    String reason = "a later message took its place";
    room.signals().cancel(id, reason);
    endIfUnheld(id, reason)
        .onFailure(
            cause -> LOG.warn("run {} is left to a worker to end: {}", id, cause.getMessage()));
  }

  @Override
  public Future<Run> get(RunId id, UserId user) {
    return room.store()
        .find(id)
        .compose(
            found ->
                found
                    .filter(run -> run.user().equals(user))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(new RunException.NotFound("run"))));
  }

  @Override
  public Future<List<Run>> list(UserId user, int limit) {
    return room.store().list(user, limit);
  }

  @Override
  public Future<Run> cancel(RunId id, UserId user, String reason) {
    return get(id, user)
        .compose(run -> room.store().requestCancel(id, reason))
        .compose(asked -> get(id, user))
        .compose(run -> run.status().isFinal() ? Future.succeededFuture(run) : stop(run, reason));
  }

  /** One that waits is ended here and now: it must not wait for a worker to be told to stop. */
  private Future<Run> stop(Run run, String reason) {
    room.signals().cancel(run.id(), reason);
    return endIfUnheld(run.id(), reason).compose(done -> get(run.id(), run.user()));
  }

  private Future<Void> endIfUnheld(RunId run, String reason) {
    return room.store()
        .claim(run, "cancel", room.config().lease())
        .compose(
            claim ->
                switch (claim) {
                  case Claim.Held held -> endCancelled(held, reason);
                  case Claim.Unreadable unreadable -> UnreadableRun.settle(room, unreadable);
                  case Claim.NotYet later -> Future.succeededFuture();
                  case Claim.Gone gone -> Future.succeededFuture();
                });
  }

  private Future<Void> endCancelled(Claim.Held held, String reason) {
    Run run = held.run();
    Instant until = room.clock().instant().plus(CANCEL_PATIENCE);
    var writer = new RunLogWriter(room.log(), run.id(), run.epoch(), Resends.of(room, () -> until));
    String model = run.model().orElse(held.snapshot().model());
    writer.emit(new RunEvent.Started(run.conversation(), run.agent(), model, run.epoch()));
    return LogReading.behindBarrier(writer, room.log(), run.id(), run.epoch())
        .compose(
            seen -> {
              LogRepair.events(held.journal(), seen).forEach(writer::emit);
              var end =
                  new RunEnding.End(
                      Transcript.of(run.input(), held.journal()),
                      "",
                      DoneStatus.CANCELLED,
                      Optional.of(reason),
                      Optional.empty());
              return room.ending().finish(run, writer, end);
            })
        .onSuccess(
            done -> room.observer().ended(run.runClass(), DoneStatus.CANCELLED, Duration.ZERO));
  }

  @Override
  public Future<Reading> read(RunId id, UserId user, EventId after) {
    return get(id, user)
        .compose(run -> run.status().isFinal() ? readEnded(run, after) : follow(run));
  }

  private static Future<Reading> follow(Run run) {
    return Future.succeededFuture(new Reading.Follow(run));
  }

  private Future<Reading> readEnded(Run run, EventId after) {
    return room.log()
        .lastId(run.id())
        .compose(
            last ->
                LogReading.endsWithDone(room.log(), run.id(), last)
                    .compose(
                        ending ->
                            switch (ending) {
                              case GONE -> readGone(run, after);
                              case DONE ->
                                  Future.succeededFuture(
                                      after.equals(last)
                                          ? new Reading.Over(run)
                                          : new Reading.Follow(run));
                              case OPEN -> follow(run);
                            }));
  }

  private Future<Reading> readGone(Run run, EventId after) {
    boolean fromRebuilt = after.epoch() > run.epoch();
    return fromRebuilt
        ? rebuild(run, after)
        : nothingDroppedSince(run, after)
            .compose(
                all -> all ? Future.succeededFuture(new Reading.Over(run)) : rebuild(run, after));
  }

  /** A log whose events were dropped knows up to where; one that was lost knows of no drop. */
  private Future<Boolean> nothingDroppedSince(Run run, EventId after) {
    return room.log()
        .read(run.id(), EventId.ZERO, 1)
        .compose(
            whole ->
                whole.trimmed()
                    ? room.log().read(run.id(), after, 1).map(rest -> !rest.trimmed())
                    : Future.succeededFuture(false));
  }

  /** Whole, or from where the reader got to in the rebuilt stream itself. */
  private Future<Reading> rebuild(Run run, EventId after) {
    RunOutcome outcome = run.outcome().orElseThrow();
    return Future.all(room.store().journal(run.id()), room.modelOf(run))
        .map(
            both -> {
              List<Journal.Entry> journal = both.resultAt(0);
              String model = both.resultAt(1);
              var events =
                  RunRebuild.envelopes(run, model, outcome, journal).stream()
                      .filter(event -> event.id().compareTo(after) > 0)
                      .toList();
              return events.isEmpty() ? new Reading.Over(run) : new Reading.Rebuilt(run, events);
            });
  }

  @Override
  public void present(RunId id) {
    room.signals().present(id);
  }
}
