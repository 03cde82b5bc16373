package dev.sluice.agent;

import dev.sluice.agent.AgentObserver.ModelCallEnded;
import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.message.Usage;
import dev.sluice.model.StopReason;
import dev.sluice.model.chain.ChainEvent.AttemptEnded;
import dev.sluice.model.chain.ChainReply;
import dev.sluice.money.PriceTable;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;

/**
 * What one turn costs, call by call: each is priced as the model that was called, journalled, and
 * told. Confined to the run's context.
 */
final class TurnBooks {
  private final LoopState state;
  private final int turn;
  private final PriceTable prices;
  private final boolean drill;
  private Future<Void> written = Future.succeededFuture();

  TurnBooks(LoopState state, int turn, PriceTable prices, boolean drill) {
    this.state = state;
    this.turn = turn;
    this.prices = prices;
    this.drill = drill;
  }

  /** Done when every charge so far is durable; fails when one could not be kept. */
  Future<Void> written() {
    return written;
  }

  /** A call that brought nothing. The charge is on its way when this returns. */
  void lost(AttemptEnded attempt) {
    var charge = LostCall.charge(turn, attempt, prices);
    observe(attempt, charge);
    charge.ifPresent(this::charge);
  }

  /** The turn as it is to be journalled. */
  TurnFinished finished(ChainReply answer) {
    var reply = answer.reply();
    var finished =
        new TurnFinished(
            turn,
            reply.blocks(),
            reply.stopReason().wire(),
            answer.target().maker(),
            reply.usage(),
            prices.costMicros(answer.target().price(), reply.usage()),
            reply.requestId());
    observe(answer, finished);
    return finished;
  }

  /** A turn that is not kept, but was paid for. */
  static CallCharged charge(TurnFinished finished) {
    return new CallCharged(
        finished.turn(),
        finished.model(),
        finished.usage(),
        finished.costMicros(),
        false,
        finished.requestId());
  }

  /** Books it after what was booked before. */
  void charge(CallCharged charge) {
    written =
        written
            .compose(before -> state.output().flush().transform(any -> keep(charge)))
            .onSuccess(
                kept -> {
                  state.transcript().add(charge);
                  state.output().emit(JournalEvents.usage(charge));
                });
  }

  private Future<Void> keep(CallCharged charge) {
    return state.journal().append(charge);
  }

  private void observe(ChainReply answer, TurnFinished finished) {
    String outcome = StopReason.of(finished.stopReason()).kind().name().toLowerCase(Locale.ROOT);
    state
        .observer()
        .modelCallEnded(
            new ModelCallEnded(
                finished.model(),
                drill,
                outcome,
                finished.requestId(),
                finished.usage(),
                finished.costMicros(),
                false,
                answer.duration(),
                answer.untilFirstContent()));
  }

  private void observe(AttemptEnded attempt, Optional<CallCharged> charge) {
    state
        .observer()
        .modelCallEnded(
            new ModelCallEnded(
                attempt.target().maker(),
                drill,
                Failures.outcome(attempt.failure()),
                LostCall.requestId(attempt.failure()),
                charge.map(CallCharged::usage).orElse(Usage.ZERO),
                charge.map(CallCharged::costMicros).orElse(0L),
                true,
                attempt.duration(),
                attempt.untilFirstContent()));
  }
}
