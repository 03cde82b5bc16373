package dev.sluice.agent;

import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.message.Message;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.Thinking;
import dev.sluice.model.chain.ChainException;
import dev.sluice.model.chain.ChainReply;
import dev.sluice.model.chain.ModelChain;
import dev.sluice.model.chain.ModelTarget;
import dev.sluice.model.chain.TurnRequest;
import dev.sluice.money.PriceTable;
import dev.sluice.tool.ToolRunner;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Runs an agent: model calls and tool calls in turns, until a final stop reason, a limit, a failure
 * or a cancellation. Everything that must survive a crash is journalled before the next step is
 * taken, and a turn's words are durable before the turn is. Runs on the calling Vert.x context.
 */
public final class AgentLoop {
  private final ModelChain chain;
  private final ToolRunner tools;
  private final LoopLimits limits;
  private final PriceTable prices;
  private final AgentObserver observer;
  private final InstantSource clock;

  public AgentLoop(
      ModelChain chain,
      ToolRunner tools,
      LoopLimits limits,
      PriceTable prices,
      AgentObserver observer,
      InstantSource clock) {
    this.chain = chain;
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
    boolean drill = isDrill(state.task());
    var modelTurn = new ModelTurn(turn, state.output(), observer);
    var books = new TurnBooks(state, turn, prices, drill);
    return modelTurn
        .run(
            chain,
            turnRequest(state, drill),
            state.task().cancellation(),
            attempt -> {
              books.lost(attempt);
              books.written().onFailure(cause -> modelTurn.breakOff());
            })
        .transform(
            done ->
                books
                    .written()
                    .compose(
                        written ->
                            done.succeeded()
                                ? turnFinished(state, books, done.result())
                                : turnFailed(state, modelTurn, done.cause())));
  }

  /** Who asked for another model than the agent's is to get it. */
  private boolean isDrill(AgentTask task) {
    return task.model().equals(task.snapshot().model()) && chain.isDrill(task.run());
  }

  private static TurnRequest turnRequest(LoopState state, boolean drill) {
    var task = state.task();
    return new TurnRequest(
        task.model(),
        target -> request(state, target),
        task.attended(),
        task.user(),
        task.deadline(),
        drill);
  }

  private static ModelRequest request(LoopState state, ModelTarget target) {
    var task = state.task();
    var messages = new ArrayList<Message>(task.history());
    messages.addAll(state.transcript().messages());
    var readable =
        messages.stream()
            .map(message -> message.readableBy(target.maker()))
            .filter(message -> !message.blocks().isEmpty())
            .toList();
    return new ModelRequest(
        target.model(),
        task.snapshot().maxTokens(),
        task.snapshot().system(),
        task.snapshot().tools(),
        readable,
        target.adaptiveThinking() ? task.thinking() : Thinking.DEFAULT,
        Optional.of(UserTag.of(task.user())));
  }

  private Future<AgentResult> turnFinished(LoopState state, TurnBooks books, ChainReply answer) {
    var finished = books.finished(answer);
    Optional<String> defect = ReplyCheck.defect(answer.reply(), state.transcript());
    if (defect.isPresent()) {
      return unusable(state, books, finished, defect.get());
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
    return state
        .journal()
        .append(TurnBooks.charge(turn))
        .transform(any -> Future.failedFuture(cause));
  }

  /** Paid, but not to be kept: neither we nor the provider could go on from it. */
  private static Future<AgentResult> unusable(
      LoopState state, TurnBooks books, TurnFinished turn, String defect) {
    String shown = Message.assistant(turn.blocks()).text();
    books.charge(TurnBooks.charge(turn));
    return books
        .written()
        .map(
            booked ->
                new AgentResult.Failed(state.transcript(), Failures.unusableReply(defect), shown));
  }

  private Future<AgentResult> turnFailed(LoopState state, ModelTurn modelTurn, Throwable cause) {
    if (!(cause instanceof ChainException failure)) {
      return Future.failedFuture(cause);
    }
    var transcript = state.transcript();
    if (state.task().cancellation().isCancelled()) {
      return Future.succeededFuture(new AgentResult.Stopped(transcript, modelTurn.shown()));
    }
    Optional<Duration> delay =
        failure.isOutage() && !state.task().attended()
            ? Parking.delay(failure, state.task().parkings())
            : Optional.empty();
    return Future.succeededFuture(
        delay
            .map(wait -> park(state, modelTurn, failure, wait))
            .orElseGet(
                () -> new AgentResult.Failed(transcript, inWords(failure), modelTurn.shown())));
  }

  /** What was shown of the turn would stand there unfinished for as long as the outage lasts. */
  private AgentResult park(
      LoopState state, ModelTurn modelTurn, ChainException failure, Duration delay) {
    String reason = Reasons.of(failure.failure());
    modelTurn.rewind(reason);
    state.output().emit(new RunEvent.Waiting(reason, Optional.of(delay)));
    observer.parked(Failures.outcome(failure.failure()));
    return new AgentResult.Parked(state.transcript(), delay, inWords(failure));
  }

  private static RunEvent.Failed inWords(ChainException failure) {
    return Failures.of(failure.failure(), failure.retryAfter());
  }
}
