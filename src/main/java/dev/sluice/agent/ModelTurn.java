package dev.sluice.agent;

import dev.sluice.event.RunEvent;
import dev.sluice.json.Json;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.chain.ChainCall;
import dev.sluice.model.chain.ChainEvent;
import dev.sluice.model.chain.ChainReply;
import dev.sluice.model.chain.ModelChain;
import dev.sluice.model.chain.TurnRequest;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One turn whose words are passed on as they come. When the output is full, the model is made to
 * wait; when the run is cancelled, the call is. Confined to the run's context.
 */
final class ModelTurn {
  private final int turn;
  private final AgentOutput output;
  private final AgentObserver observer;
  private final StringBuilder shown = new StringBuilder();
  private final Cancellation broken = new Cancellation();
  private @Nullable ChainCall call;
  private boolean visible;
  private boolean waiting;

  ModelTurn(int turn, AgentOutput output, AgentObserver observer) {
    this.turn = turn;
    this.output = output;
    this.observer = observer;
  }

  /**
   * @param lost hears of each call that failed, before the turn ends
   */
  Future<ChainReply> run(
      ModelChain chain,
      TurnRequest request,
      Cancellation cancellation,
      Consumer<ChainEvent.AttemptEnded> lost) {
    ChainCall started = chain.start(request, event -> on(event, lost));
    call = started;
    pauseWhileFull();
    broken.onCancel(started::cancel);
    var registration = cancellation.onCancel(started::cancel);
    return started.reply().onComplete(done -> registration.close());
  }

  /** Breaks the turn off: what it brings could not be kept. */
  void breakOff() {
    broken.cancel("broken off");
  }

  /** The text that stands of what was passed on. A call that fails may have received more. */
  String shown() {
    return shown.toString();
  }

  /** Says that what was shown is void, if anything was. */
  void rewind(String reason) {
    if (visible) {
      output.emit(new RunEvent.Rewound(turn, reason));
      shown.setLength(0);
      visible = false;
    }
  }

  private void on(ChainEvent event, Consumer<ChainEvent.AttemptEnded> lost) {
    switch (event) {
      case ChainEvent.Streamed streamed -> on(streamed.event());
      case ChainEvent.AttemptEnded ended -> lost.accept(ended);
      case ChainEvent.Voided voided -> rewind(Reasons.of(voided.why()));
      case ChainEvent.Waiting wait ->
          output.emit(new RunEvent.Waiting(Reasons.IN_LINE, Optional.of(wait.expected())));
      case ChainEvent.Retrying again -> {
        observer.retried(again.target().maker(), Failures.outcome(again.why()));
        output.emit(new RunEvent.Retrying(again.attempt(), again.delay(), Reasons.of(again.why())));
      }
      case ChainEvent.FellBack fell -> {
        String from = fell.from().maker();
        String to = fell.to().maker();
        observer.fellBack(from, to, Failures.outcome(fell.why()));
        output.emit(new RunEvent.FellBack(from, to, Reasons.of(fell.why())));
      }
    }
  }

  private void on(ModelEvent event) {
    switch (event) {
      case ModelEvent.TextDelta delta -> showText(delta.text());
      case ModelEvent.ThinkingDelta delta ->
          show(new RunEvent.ThinkingAdded(turn, delta.text()), delta.text());
      case ModelEvent.BlockStarted started -> begin(started);
      case ModelEvent.HeadReceived head -> {}
      case ModelEvent.MessageStarted started -> {}
      case ModelEvent.SignatureDelta delta -> {}
      case ModelEvent.ToolInputDelta delta -> {}
      case ModelEvent.CitationDelta delta -> {}
      case ModelEvent.BlockStopped stopped -> {}
      case ModelEvent.MessageChanged changed -> {}
      case ModelEvent.MessageStopped stopped -> {}
      case ModelEvent.Ping ping -> {}
      case ModelEvent.ErrorReported error -> {}
      case ModelEvent.Unknown unknown -> {}
    }
  }

  /** Nearly always empty; a server that sends a block whole has it all here. */
  private void begin(ModelEvent.BlockStarted started) {
    if (started.type().equals("text")) {
      showText(Json.parseObject(started.shell()).path("text").asText());
    }
  }

  private void showText(String text) {
    shown.append(text);
    show(new RunEvent.TextAdded(turn, text), text);
  }

  private void show(RunEvent event, String text) {
    if (text.isEmpty()) {
      return;
    }
    visible = true;
    output.emit(event);
    pauseWhileFull();
  }

  private void pauseWhileFull() {
    ChainCall running = call;
    if (running == null || waiting || !output.isFull()) {
      return;
    }
    waiting = true;
    running.pause();
    output.onDrain(
        () -> {
          waiting = false;
          running.resume();
        });
  }
}
