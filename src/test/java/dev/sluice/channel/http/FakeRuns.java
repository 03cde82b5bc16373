package dev.sluice.channel.http;

import dev.sluice.event.EventId;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.Run;
import dev.sluice.run.RunException;
import dev.sluice.run.RunOutcome;
import dev.sluice.run.RunStatus;
import dev.sluice.run.Runs;
import dev.sluice.run.Submission;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs in memory that nobody works on. Can be told to fail. Thread-safe. */
final class FakeRuns implements Runs {
  static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456Z");

  final ConcurrentLinkedQueue<Submission> submissions = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<RunId> presence = new ConcurrentLinkedQueue<>();
  private final Map<RunId, Run> runs = new LinkedHashMap<>();
  private final Map<String, Replay> keys = new HashMap<>();
  private final Map<RunId, Reading> readings = new HashMap<>();
  private Optional<Throwable> failure = Optional.empty();
  private volatile Load load = new Load(2, 50, 1, false);

  private record Replay(RunId run, String digest) {}

  /** Everything fails with this from now on. */
  synchronized void failWith(Throwable cause) {
    failure = Optional.of(cause);
  }

  void load(Load now) {
    load = now;
  }

  /** Puts a run there as it is. */
  synchronized void put(Run run) {
    runs.put(run.id(), run);
  }

  /** What reading the run gives instead of following it. */
  synchronized void reading(RunId run, Reading reading) {
    readings.put(run, reading);
  }

  synchronized Run end(RunId id, RunOutcome outcome) {
    Run run = at(id);
    Run ended =
        new Run(
            run.id(),
            run.conversation(),
            run.user(),
            run.agent(),
            run.channel(),
            run.runClass(),
            run.model(),
            run.input(),
            run.attended(),
            RunStatus.of(outcome.status()),
            1,
            0,
            run.cancelRequested(),
            run.createdAt(),
            Optional.of(AT.plusSeconds(1)),
            Duration.ZERO,
            Optional.of(AT.plusSeconds(3)),
            Optional.of(outcome));
    runs.put(id, ended);
    return ended;
  }

  @Override
  public synchronized Future<Submitted> submit(Submission submission) {
    if (failure.isPresent()) {
      return Future.failedFuture(failure.get());
    }
    submissions.add(submission);
    if (submission.idempotency().isEmpty()) {
      return Future.succeededFuture(new Submitted(accept(submission), false));
    }
    var asked = submission.idempotency().get();
    String scope = submission.user() + " " + asked.key();
    Replay earlier = keys.get(scope);
    if (earlier == null) {
      Run run = accept(submission);
      keys.put(scope, new Replay(run.id(), asked.digest()));
      return Future.succeededFuture(new Submitted(run, false));
    }
    return earlier.digest().equals(asked.digest())
        ? Future.succeededFuture(new Submitted(at(earlier.run()), true))
        : Future.failedFuture(new RunException.KeyReused());
  }

  private Run accept(Submission asked) {
    var run =
        new Run(
            RunId.random(),
            asked.conversation().orElseGet(ConversationId::random),
            asked.user(),
            asked.agent().orElse("assistant"),
            asked.channel(),
            asked.runClass(),
            asked.model(),
            asked.input(),
            asked.attended(),
            RunStatus.QUEUED,
            0,
            0,
            Optional.empty(),
            AT,
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());
    runs.put(run.id(), run);
    return run;
  }

  @Override
  public synchronized Future<Run> get(RunId id, UserId user) {
    if (failure.isPresent()) {
      return Future.failedFuture(failure.get());
    }
    return Optional.ofNullable(runs.get(id))
        .filter(run -> run.user().equals(user))
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(new RunException.NotFound("run")));
  }

  @Override
  public synchronized Future<List<Run>> list(UserId user, int limit) {
    if (failure.isPresent()) {
      return Future.failedFuture(failure.get());
    }
    var own = new ArrayList<>(runs.values().stream().filter(r -> r.user().equals(user)).toList());
    return Future.succeededFuture(own.reversed().stream().limit(limit).toList());
  }

  @Override
  public synchronized Future<Run> cancel(RunId id, UserId user, String reason) {
    return get(id, user).map(run -> cancelled(run, reason));
  }

  private synchronized Run cancelled(Run run, String reason) {
    var stopping =
        new Run(
            run.id(),
            run.conversation(),
            run.user(),
            run.agent(),
            run.channel(),
            run.runClass(),
            run.model(),
            run.input(),
            run.attended(),
            run.status(),
            run.epoch(),
            run.failures(),
            Optional.of(reason),
            run.createdAt(),
            run.startedAt(),
            run.idle(),
            run.finishedAt(),
            run.outcome());
    runs.put(run.id(), stopping);
    return stopping;
  }

  @Override
  public synchronized Future<Reading> read(RunId id, UserId user, EventId after) {
    return get(id, user).map(run -> readings.getOrDefault(id, new Reading.Follow(run)));
  }

  @Override
  public void present(RunId id) {
    presence.add(id);
  }

  @Override
  public Load load() {
    return load;
  }

  private Run at(RunId id) {
    return Optional.ofNullable(runs.get(id)).orElseThrow();
  }
}
