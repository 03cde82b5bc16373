package dev.sluice.agent;

import dev.sluice.event.RunEvent;
import dev.sluice.json.Json;
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
  private final StringBuilder shown = new StringBuilder();
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

  /** The text that was passed on. A call that fails may have received more. */
  String shown() {
    return shown.toString();
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
    sawContent();
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
