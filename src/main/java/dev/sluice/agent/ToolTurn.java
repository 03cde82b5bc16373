package dev.sluice.agent;

import dev.sluice.agent.Journal.ToolCallFinished;
import dev.sluice.agent.Journal.ToolCallFinished.Kind;
import dev.sluice.agent.Journal.ToolCallStarted;
import dev.sluice.event.RunEvent;
import dev.sluice.resilience.Cancellation;
import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolOutcome;
import dev.sluice.tool.ToolRunner;
import dev.sluice.tool.ToolSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The open tool calls of one turn, made side by side. Each is journalled before it is made; one
 * that an earlier epoch began and never finished is made again only when its tool is idempotent.
 * Confined to the run's context.
 */
final class ToolTurn {
  private static final String UNKNOWN_OUTCOME =
      "The call was interrupted by a restart; whether it took effect is unknown."
          + " It was not made again.";

  private final AgentTask task;
  private final ToolRunner tools;
  private final AgentObserver observer;
  private final InstantSource clock;
  private final ToolBudget budget;
  private final Transcript transcript;
  private final Journal journal;
  private final AgentOutput output;
  private final int turn;

  ToolTurn(LoopState state, int turn) {
    this.task = state.task();
    this.tools = state.tools();
    this.observer = state.observer();
    this.clock = state.clock();
    this.budget = state.budget();
    this.transcript = state.transcript();
    this.journal = state.journal();
    this.output = state.output();
    this.turn = turn;
  }

  /** Done when every call has its result in the journal. */
  Future<Void> run(List<ToolUse> uses) {
    return Future.join(uses.stream().map(this::runOne).toList()).mapEmpty();
  }

  private Future<Void> runOne(ToolUse use) {
    boolean begun = transcript.hasStarted(use.id());
    if (!task.shownTools().contains(use.id().value())) {
      output.emit(new RunEvent.ToolStarted(turn, use.id(), use.name(), use.args()));
    }
    if (begun && !isIdempotent(use)) {
      return finish(use, Kind.FAILED, UNKNOWN_OUTCOME, Duration.ZERO, "unknown");
    }
    return refusal(use, begun)
        .map(words -> finish(use, Kind.FAILED, words, Duration.ZERO, "refused"))
        .orElseGet(() -> call(use));
  }

  /** A call that an earlier epoch began was allowed then, and is counted already. */
  private Optional<String> refusal(ToolUse use, boolean begun) {
    if (!task.snapshot().toolNames().contains(use.name())) {
      return Optional.of("There is no tool named " + use.name() + ".");
    }
    return begun ? Optional.empty() : budget.refuse(use.name(), use.args());
  }

  private boolean isIdempotent(ToolUse use) {
    return tools.find(use.name()).map(ToolSpec::idempotent).orElse(false);
  }

  private Future<Void> call(ToolUse use) {
    Instant startedAt = clock.instant();
    var started = new ToolCallStarted(turn, use.id(), use.name());
    return journal
        .append(started)
        .onSuccess(done -> transcript.add(started))
        .compose(done -> make(use))
        .compose(outcome -> record(use, outcome, Duration.between(startedAt, clock.instant())));
  }

  private Future<ToolOutcome> make(ToolUse use) {
    var cancellation = new Cancellation();
    var registration =
        task.cancellation()
            .onCancel(() -> cancellation.cancel(task.cancellation().reason().orElse("cancelled")));
    var call =
        new ToolCall(
            task.run(),
            task.conversation(),
            task.user(),
            use.id(),
            use.name(),
            use.input(),
            task.deadline(),
            cancellation);
    return tools.run(call).onComplete(done -> registration.close());
  }

  private Future<Void> record(ToolUse use, ToolOutcome outcome, Duration duration) {
    if (task.cancellation().isCancelled()) {
      // The call was broken off by us: its outcome stays open, and the transcript says so.
      return Future.succeededFuture();
    }
    boolean succeeded = outcome instanceof ToolOutcome.Succeeded;
    budget.ended(use.name(), use.args(), succeeded);
    return switch (outcome) {
      case ToolOutcome.Succeeded o ->
          finish(use, Kind.SUCCEEDED, o.content(), duration, "succeeded");
      case ToolOutcome.Failed o -> finish(use, Kind.FAILED, o.content(), duration, "failed");
      case ToolOutcome.Degraded o -> finish(use, Kind.DEGRADED, o.content(), duration, "degraded");
      case ToolOutcome.Fatal o -> finish(use, Kind.FATAL, o.content(), duration, "fatal");
    };
  }

  private Future<Void> finish(
      ToolUse use, Kind kind, String content, Duration duration, String outcome) {
    var finished =
        new ToolCallFinished(turn, use.id(), use.name(), kind, content, duration.toMillis());
    return journal
        .append(finished)
        .onSuccess(
            done -> {
              transcript.add(finished);
              output.emit(JournalEvents.ended(finished));
              observer.toolCallEnded(
                  new AgentObserver.ToolCallEnded(metricName(use), outcome, duration));
            });
  }

  /** The model may invent names: those must not become metric tags. */
  private String metricName(ToolUse use) {
    return tools.find(use.name()).isPresent() ? use.name() : "unknown";
  }
}
