package dev.sluice;

import dev.sluice.event.Envelope;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ToolUseId;
import dev.sluice.ops.Span;
import dev.sluice.ops.Step;
import dev.sluice.ops.Step.CallState;
import dev.sluice.ops.Step.ModelCalled;
import dev.sluice.ops.Step.ToolCalled;
import dev.sluice.ops.Step.ToolState;
import dev.sluice.run.RunStatus;
import dev.sluice.run.RunSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run's timeline, folded from its events in order. A model call has no event of its beginning: it
 * begins when what came before it ended. Not thread-safe.
 */
final class TimelineFold {
  private final RunSummary run;
  private final List<Step> steps = new ArrayList<>();
  private final Map<ToolUseId, Integer> openTools = new HashMap<>();
  private final Map<Integer, Integer> cutCalls = new HashMap<>();
  private @Nullable Integer openCall;
  private @Nullable Integer openWait;
  private Instant free;
  private Instant latest;
  private int turns;
  private boolean claimed;

  TimelineFold(RunSummary run) {
    this.run = run;
    this.free = run.createdAt();
    this.latest = run.createdAt();
    steps.add(new Step.Queued(Span.since(run.createdAt())));
  }

  /** While a worker has the run and nothing else goes on, the model is being called. */
  List<Step> steps() {
    var all = new ArrayList<>(steps);
    boolean calling = openCall == null && openWait == null && openTools.isEmpty();
    if (claimed && calling && run.status() == RunStatus.RUNNING) {
      all.add(call(Span.since(free), turns + 1, CallState.OPEN, Optional.empty()));
    }
    return List.copyOf(all);
  }

  /** What came before this is no longer kept. */
  void trimmed(Instant at) {
    queueEnded(run.startedAt().orElse(at));
    steps.add(new Step.Trimmed(Span.at(at)));
    free = at;
    latest = at;
  }

  void add(Envelope envelope) {
    Instant at = envelope.at();
    endWait(at);
    switch (envelope.event()) {
      case RunEvent.Started e -> claimed(e, at);
      case RunEvent.TextAdded e -> spoke(e.turn(), at);
      case RunEvent.ThinkingAdded e -> spoke(e.turn(), at);
      case RunEvent.UsageReported e -> settled(e, at);
      case RunEvent.ToolStarted e -> toolStarted(e, at);
      case RunEvent.ToolEnded e -> toolEnded(e, at);
      case RunEvent.Rewound e -> rewound(e, at);
      case RunEvent.Status e -> status(e, at);
      case RunEvent.Failed e -> steps.add(new Step.Failed(Span.at(at), e.type()));
      case RunEvent.Done e -> done(e, at);
    }
    latest = at;
  }

  private void claimed(RunEvent.Started started, Instant at) {
    if (claimed) {
      breakOff(latest);
      steps.add(new Step.Queued(Span.of(latest, at)));
    } else {
      queueEnded(at);
    }
    steps.add(new Step.Claimed(Span.at(at), started.epoch(), started.model()));
    free = at;
  }

  private void queueEnded(Instant at) {
    claimed = true;
    steps.set(0, new Step.Queued(Span.of(run.createdAt(), at)));
  }

  private void spoke(int turn, Instant at) {
    if (openCall == null) {
      openCall = steps.size();
      steps.add(call(Span.since(free), turn, CallState.OPEN, Optional.of(at)));
      turns = Math.max(turns, turn);
    }
  }

  private void settled(RunEvent.UsageReported usage, Instant at) {
    var charge =
        new Step.Charge(
            usage.model(), usage.usage(), usage.costMicros(), usage.estimated(), usage.requestId());
    @Nullable Integer place = openCall == null ? cutCalls.remove(usage.turn()) : openCall;
    boolean live = place == null || place.equals(openCall);
    ModelCalled call =
        place != null && steps.get(place) instanceof ModelCalled open
            ? open
            : call(Span.since(free), usage.turn(), CallState.OPEN, Optional.empty());
    Span span = live ? call.span().until(at) : call.span();
    var settled =
        new ModelCalled(
            span, usage.turn(), CallState.SETTLED, call.firstWord(), Optional.of(charge));
    if (place == null) {
      steps.add(settled);
    } else {
      steps.set(place, settled);
    }
    openCall = null;
    turns = Math.max(turns, usage.turn());
    free = at;
  }

  private void toolStarted(RunEvent.ToolStarted tool, Instant at) {
    openTools.put(tool.toolUse(), steps.size());
    steps.add(
        new ToolCalled(
            Span.since(at),
            tool.turn(),
            ShownName.of(tool.name()),
            ToolState.OPEN,
            Optional.empty()));
  }

  private void toolEnded(RunEvent.ToolEnded tool, Instant at) {
    @Nullable Integer place = openTools.remove(tool.toolUse());
    Span begun = place == null ? Span.since(at.minus(tool.duration())) : steps.get(place).span();
    ToolState state =
        tool.ok() ? ToolState.OK : tool.degraded() ? ToolState.DEGRADED : ToolState.FAILED;
    var ended =
        new ToolCalled(
            begun.until(at),
            tool.turn(),
            ShownName.of(tool.name()),
            state,
            Optional.of(tool.duration()));
    if (place == null) {
      steps.add(ended);
    } else {
      steps.set(place, ended);
    }
    free = at;
  }

  private void rewound(RunEvent.Rewound rewound, Instant at) {
    cutCall(at);
    cutCalls.remove(rewound.turn());
    steps.add(new Step.Rewound(Span.at(at), rewound.turn(), rewound.reason()));
    free = at;
  }

  private void status(RunEvent.Status status, Instant at) {
    switch (status) {
      case RunEvent.Waiting e -> {
        openWait = steps.size();
        steps.add(new Step.Waited(Span.since(at), e.reason(), e.expectedWait()));
      }
      case RunEvent.Retrying e -> {
        attemptFailed(at);
        Instant again = at.plus(e.delay());
        steps.add(new Step.Retried(Span.of(at, again), e.attempt(), e.delay(), e.reason()));
        free = again;
      }
      case RunEvent.FellBack e -> {
        attemptFailed(at);
        steps.add(new Step.FellBack(Span.at(at), e.from(), e.to(), e.reason()));
        free = at;
      }
      case RunEvent.Trimmed _ -> trimmed(at);
    }
  }

  /** What fails before its first word leaves no other trace than what is done about it. */
  private void attemptFailed(Instant at) {
    if (openCall == null && free.isBefore(at)) {
      steps.add(call(Span.of(free, at), turns + 1, CallState.CUT, Optional.empty()));
    }
    cutCall(at);
  }

  private void done(RunEvent.Done done, Instant at) {
    breakOff(at);
    steps.add(new Step.Ended(Span.at(at), done.status().wire(), done.reason()));
    claimed = false;
  }

  private void breakOff(Instant at) {
    cutCall(at);
    openTools.values().forEach(place -> abandonTool(place, at));
    openTools.clear();
  }

  private void abandonTool(int place, Instant at) {
    if (steps.get(place) instanceof ToolCalled tool) {
      steps.set(
          place,
          new ToolCalled(
              tool.span().until(at),
              tool.turn(),
              tool.name(),
              ToolState.UNKNOWN,
              Optional.empty()));
    }
  }

  private void cutCall(Instant at) {
    @Nullable Integer place = openCall;
    openCall = null;
    if (place != null && steps.get(place) instanceof ModelCalled open) {
      steps.set(place, call(open.span().until(at), open.turn(), CallState.CUT, open.firstWord()));
      cutCalls.put(open.turn(), place);
    }
  }

  private void endWait(Instant at) {
    if (openWait != null && steps.get(openWait) instanceof Step.Waited wait) {
      steps.set(openWait, new Step.Waited(wait.span().until(at), wait.reason(), wait.expected()));
      openWait = null;
      free = at;
    }
  }

  private static ModelCalled call(
      Span span, int turn, CallState state, Optional<Instant> firstWord) {
    return new ModelCalled(span, turn, state, firstWord, Optional.empty());
  }
}
