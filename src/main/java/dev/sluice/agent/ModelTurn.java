package dev.sluice.agent;

import dev.sluice.event.RunEvent;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelClient;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelReply;
import dev.sluice.model.ModelRequest;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model call whose words are passed on as they come. When the output is full, the model is made
 * to wait; when the run is cancelled, the call is. Confined to the run's context.
 */
final class ModelTurn {
  private final int turn;
  private final AgentOutput output;
  private final InstantSource clock;
  private final Instant startedAt;
  private @Nullable ModelCall call;
  private @Nullable Instant firstContentAt;
  private boolean waiting;

  ModelTurn(int turn, AgentOutput output, InstantSource clock) {
    this.turn = turn;
    this.output = output;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  Future<ModelReply> run(ModelClient model, ModelRequest request, Cancellation cancellation) {
    ModelCall started = model.start(request, this::on);
    call = started;
    pauseWhileFull();
    var registration = cancellation.onCancel(started::cancel);
    return started.reply().onComplete(done -> registration.close());
  }

  Duration duration() {
    return Duration.between(startedAt, clock.instant());
  }

  Optional<Duration> untilFirstContent() {
    return Optional.ofNullable(firstContentAt).map(at -> Duration.between(startedAt, at));
  }

  private void on(ModelEvent event) {
    switch (event) {
      case ModelEvent.TextDelta delta ->
          show(new RunEvent.TextAdded(turn, delta.text()), delta.text());
      case ModelEvent.ThinkingDelta delta ->
          show(new RunEvent.ThinkingAdded(turn, delta.text()), delta.text());
      case ModelEvent.BlockStarted started -> sawContent();
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

  private void show(RunEvent event, String text) {
    if (text.isEmpty()) {
      return;
    }
    sawContent();
    output.emit(event);
    pauseWhileFull();
  }

  private void sawContent() {
    if (firstContentAt == null) {
      firstContentAt = clock.instant();
    }
  }

  private void pauseWhileFull() {
    ModelCall running = call;
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
