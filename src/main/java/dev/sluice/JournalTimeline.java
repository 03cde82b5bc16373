package dev.sluice;

import dev.sluice.agent.Journal;
import dev.sluice.id.ToolUseId;
import dev.sluice.ops.Span;
import dev.sluice.ops.Step;
import dev.sluice.run.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run's timeline out of its journal, which knows the order and no times. Not thread-safe. */
final class JournalTimeline {
  private final List<Step> steps = new ArrayList<>();
  private final Map<ToolUseId, Integer> begun = new HashMap<>();
  private final RunSummary run;

  private JournalTimeline(RunSummary run) {
    this.run = run;
  }

  static List<Step> steps(RunSummary run, List<Journal.Entry> journal) {
    var timeline = new JournalTimeline(run);
    timeline.begin();
    journal.forEach(timeline::add);
    timeline.end();
    return List.copyOf(timeline.steps);
  }

  private void begin() {
    Span waited = Span.since(run.createdAt());
    steps.add(new Step.Queued(run.startedAt().map(waited::until).orElse(waited)));
    for (long epoch = 1; epoch <= run.epoch(); epoch++) {
      Span span = epoch == 1 ? run.startedAt().map(Span::at).orElse(Span.UNKNOWN) : Span.UNKNOWN;
      steps.add(new Step.Claimed(span, epoch, run.model()));
    }
  }

  private void add(Journal.Entry entry) {
    switch (entry) {
      case Journal.TurnFinished turn ->
          addModel(
              turn.turn(),
              new Step.Charge(
                  turn.model(), turn.usage(), turn.costMicros(), false, turn.requestId()));
      case Journal.CallCharged charge ->
          addModel(
              charge.turn(),
              new Step.Charge(
                  charge.model(),
                  charge.usage(),
                  charge.costMicros(),
                  charge.estimated(),
                  charge.requestId()));
      case Journal.ToolCallStarted call -> {
        begun.put(call.toolUse(), steps.size());
        steps.add(tool(call.turn(), call.name(), Step.ToolState.UNKNOWN, Optional.empty()));
      }
      case Journal.ToolCallFinished call -> finished(call);
    }
  }

  private void finished(Journal.ToolCallFinished call) {
    var step =
        tool(
            call.turn(),
            call.name(),
            state(call.kind()),
            Optional.of(Duration.ofMillis(call.durationMillis())));
    Integer place = begun.remove(call.toolUse());
    if (place == null) {
      steps.add(step);
    } else {
      steps.set(place, step);
    }
  }

  private void end() {
    run.ending()
        .ifPresent(
            ending -> {
              Span span = run.finishedAt().map(Span::at).orElse(Span.UNKNOWN);
              ending.error().ifPresent(type -> steps.add(new Step.Failed(span, type)));
              steps.add(new Step.Ended(span, ending.status().wire(), ending.reason()));
            });
  }

  private void addModel(int turn, Step.Charge charge) {
    steps.add(
        new Step.ModelCalled(
            Span.UNKNOWN,
            turn,
            Step.CallState.SETTLED,
            Optional.<Instant>empty(),
            Optional.of(charge)));
  }

  private static Step tool(
      int turn, String name, Step.ToolState state, Optional<Duration> duration) {
    return new Step.ToolCalled(Span.UNKNOWN, turn, ShownName.of(name), state, duration);
  }

  private static Step.ToolState state(Journal.ToolCallFinished.Kind kind) {
    return switch (kind) {
      case SUCCEEDED -> Step.ToolState.OK;
      case FAILED, FATAL -> Step.ToolState.FAILED;
      case DEGRADED -> Step.ToolState.DEGRADED;
    };
  }
}
