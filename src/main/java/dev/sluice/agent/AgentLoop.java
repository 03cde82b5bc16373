package dev.sluice.agent;

import dev.sluice.agent.AgentObserver.ModelCallEnded;
import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelClient;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelReply;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.StopReason;
import dev.sluice.money.PriceTable;
import dev.sluice.tool.ToolRunner;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Runs an agent: model calls and tool calls in turns, until a final stop reason, a limit, a failure
 * or a cancellation. Everything that must survive a crash is journalled before the next step is
 * taken, and a turn's words are durable before the turn is. Runs on the calling Vert.x context.
 */
public final class AgentLoop {
  private final ModelClient model;
  private final ToolRunner tools;
  private final LoopLimits limits;
  private final PriceTable prices;
  private final AgentObserver observer;
  private final InstantSource clock;

  public AgentLoop(
      ModelClient model,
      ToolRunner tools,
      LoopLimits limits,
      PriceTable prices,
      AgentObserver observer,
      InstantSource clock) {
    this.model = model;
    this.tools = tools;
    this.limits = limits;
    this.prices = prices;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Fails only when the journal or the output does: then the run is not ours any more, or not now.
   */
  public Future<AgentResult> run(AgentTask task, Journal journal, AgentOutput output) {
    var transcript = Transcript.of(task.input(), task.journal());
    if (prices.find(task.model()).isEmpty()) {
      return Future.succeededFuture(
          new AgentResult.Failed(transcript, Failures.unknownModel(task.model()), ""));
    }
    var state =
        new LoopState(
            task,
            transcript,
            ToolBudget.of(limits, task.journal()),
            journal,
            output,
            tools,
            observer,
            clock);
    return step(state);
  }

  private Future<AgentResult> step(LoopState state) {
    var task = state.task();
    var transcript = state.transcript();
    if (task.cancellation().isCancelled()) {
      return Future.succeededFuture(new AgentResult.Stopped(transcript, ""));
    }
    return switch (NextStep.after(transcript, limits)) {
      case NextStep.End end -> end(state, end);
      case NextStep.Fail fail ->
          Future.succeededFuture(
              new AgentResult.Failed(transcript, Failures.tool(fail.tool(), fail.message()), ""));
      case NextStep.RunTools tools ->
          new ToolTurn(state, tools.turn()).run(tools.open()).compose(done -> step(state));
      case NextStep.CallModel call when task.yield().getAsBoolean() ->
          Future.succeededFuture(new AgentResult.Yielded(transcript));
      case NextStep.CallModel call -> callModel(state, call.turn());
    };
  }

  private Future<AgentResult> end(LoopState state, NextStep.End end) {
    if (end.status() == DoneStatus.REFUSED) {
      int turn = state.transcript().nextTurn() - 1;
      state.output().emit(new RunEvent.Rewound(turn, "refused"));
    }
    return Future.succeededFuture(
        new AgentResult.Ended(state.transcript(), end.status(), end.reason()));
  }

  private Future<AgentResult> callModel(LoopState state, int turn) {
    var modelTurn = new ModelTurn(turn, state.output(), clock);
    ModelRequest request = request(state);
    return modelTurn
        .run(model, request, state.task().cancellation())
        .transform(
            done ->
                done.succeeded()
                    ? turnFinished(state, turn, modelTurn, done.result())
                    : callFailed(state, turn, modelTurn, request, done.cause()));
  }

  private ModelRequest request(LoopState state) {
    var task = state.task();
    var messages = new ArrayList<Message>(task.history());
    messages.addAll(state.transcript().messages());
    var readable =
        messages.stream()
            .map(message -> message.readableBy(task.model()))
            .filter(message -> !message.blocks().isEmpty())
            .toList();
    return new ModelRequest(
        task.model(),
        task.snapshot().maxTokens(),
        task.snapshot().system(),
        task.snapshot().tools(),
        readable,
        task.thinking(),
        Optional.of(UserTag.of(task.user())));
  }

  private Future<AgentResult> turnFinished(
      LoopState state, int turn, ModelTurn modelTurn, ModelReply reply) {
    long cost = prices.costMicros(state.task().model(), reply.usage());
    var finished =
        new TurnFinished(
            turn,
            reply.blocks(),
            reply.stopReason().wire(),
            state.task().model(),
            reply.usage(),
            cost,
            reply.requestId());
    observe(modelTurn, finished);
    Optional<String> defect = ReplyCheck.defect(reply, state.transcript());
    if (defect.isPresent()) {
      return unusable(state, finished, defect.get());
    }
    return state
        .output()
        .flush()
        .recover(cause -> payAndFail(state, finished, cause))
        .compose(durable -> state.journal().append(finished))
        .compose(
            kept -> {
              state.transcript().add(finished);
              state.output().emit(JournalEvents.usage(finished));
              return step(state);
            });
  }

  /** The words cannot be made durable, so the turn is done again; what it cost stays true. */
  private static Future<Void> payAndFail(LoopState state, TurnFinished turn, Throwable cause) {
    return state.journal().append(charge(turn)).transform(any -> Future.failedFuture(cause));
  }

  private static CallCharged charge(TurnFinished turn) {
    return new CallCharged(
        turn.turn(), turn.model(), turn.usage(), turn.costMicros(), false, turn.requestId());
  }

  /** Paid, but not to be kept: neither we nor the provider could go on from it. */
  private Future<AgentResult> unusable(LoopState state, TurnFinished turn, String defect) {
    String shown = Message.assistant(turn.blocks()).text();
    return book(state, Optional.of(charge(turn)))
        .map(
            booked ->
                new AgentResult.Failed(state.transcript(), Failures.unusableReply(defect), shown));
  }

  private void observe(ModelTurn modelTurn, TurnFinished turn) {
    var stop = StopReason.of(turn.stopReason());
    observer.modelCallEnded(
        new ModelCallEnded(
            turn.model(),
            stop.kind().name().toLowerCase(java.util.Locale.ROOT),
            turn.requestId(),
            turn.usage(),
            turn.costMicros(),
            false,
            modelTurn.duration(),
            modelTurn.untilFirstContent()));
  }

  private Future<AgentResult> callFailed(
      LoopState state, int turn, ModelTurn modelTurn, ModelRequest request, Throwable cause) {
    if (!(cause instanceof ModelException failure)) {
      return Future.failedFuture(cause);
    }
    var charge = LostCall.charge(turn, request, failure, prices);
    observe(modelTurn, request.model(), failure, charge);
    return book(state, charge).map(booked -> failed(state, failure, modelTurn.shown()));
  }

  private static AgentResult failed(LoopState state, ModelException failure, String partial) {
    return state.task().cancellation().isCancelled()
        ? new AgentResult.Stopped(state.transcript(), partial)
        : new AgentResult.Failed(state.transcript(), Failures.of(failure), partial);
  }

  private Future<Void> book(LoopState state, Optional<CallCharged> charge) {
    return charge
        .map(
            booked ->
                state
                    .output()
                    .flush()
                    .transform(any -> state.journal().append(booked))
                    .onSuccess(
                        kept -> {
                          state.transcript().add(booked);
                          state.output().emit(JournalEvents.usage(booked));
                        }))
        .orElseGet(Future::succeededFuture);
  }

  private void observe(
      ModelTurn modelTurn, String called, ModelException failure, Optional<CallCharged> charge) {
    observer.modelCallEnded(
        new ModelCallEnded(
            called,
            Failures.outcome(failure),
            LostCall.requestId(failure),
            charge.map(CallCharged::usage).orElse(Usage.ZERO),
            charge.map(CallCharged::costMicros).orElse(0L),
            true,
            modelTurn.duration(),
            modelTurn.untilFirstContent()));
  }
}
