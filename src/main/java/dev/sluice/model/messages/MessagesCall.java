package dev.sluice.model.messages;

import dev.sluice.json.InvalidJson;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelEvent.ErrorReported;
import dev.sluice.model.ModelEvent.HeadReceived;
import dev.sluice.model.ModelEvent.MessageStopped;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.Timeout.Clock;
import dev.sluice.model.ModelReply;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One streaming call, confined to its home context. OPEN until its outcome is known, ENDING while
 * events of before still wait for a paused caller, SETTLED when the reply is completed.
 */
final class MessagesCall implements ModelCall {
  private final Home home;
  private final CallSettings settings;
  private final Consumer<ModelEvent> listener;
  private final Promise<ModelReply> reply = Promise.promise();
  private final MessageAccumulator message = new MessageAccumulator();
  private final SseDecoder decoder = new SseDecoder();
  private final Delivery delivery = new Delivery(this::tell);
  private final Exchange exchange;
  private final CallClocks clocks;
  private ResponseHead head = new ResponseHead(200, Optional.empty(), Map.of());
  private @Nullable BoundedBody refusal;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    ENDING,
    SETTLED
  }

  MessagesCall(Home home, CallSettings settings, Consumer<ModelEvent> listener) {
    this.home = home;
    this.settings = settings;
    this.listener = listener;
    this.exchange = new Exchange(settings.timers());
    this.clocks = new CallClocks(settings.timers(), settings.config(), this::expired);
  }

  void begin(HttpClient http, RequestOptions options, Buffer body) {
    home.run(
        () -> {
          if (state == State.OPEN) {
            clocks.start();
            exchange
                .send(http, options, body, clocks::sent)
                .onComplete(this::answered, this::broken);
          }
        });
  }

  /** Fails the call without a request. */
  void reject(ModelException why) {
    home.run(() -> abort(why));
  }

  @Override
  public Future<ModelReply> reply() {
    return reply.future();
  }

  @Override
  public void pause() {
    home.run(
        () -> {
          delivery.pause();
          clocks.suspend();
          exchange.pause();
        });
  }

  @Override
  public void resume() {
    home.run(
        () -> {
          delivery.resume();
          if (!delivery.isPaused()) {
            clocks.resume();
            exchange.resume();
          }
        });
  }

  @Override
  public void cancel() {
    home.run(() -> abort(new ModelException.Cancelled(partial())));
  }

  /** The handlers are set in the same step that brings the answer: no chunk can pass them by. */
  private void answered(HttpClientResponse response) {
    if (state != State.OPEN) {
      return;
    }
    head = ResponseHeads.of(response.statusCode(), response.headers());
    String type = Optional.ofNullable(response.getHeader("content-type")).orElse("");
    if (response.statusCode() == 200 && MediaTypes.isEventStream(type)) {
      stream(response);
    } else {
      refusal = BoundedBody.read(response, () -> refused(type));
    }
  }

  private void stream(HttpClientResponse response) {
    response
        .exceptionHandler(this::broken)
        .endHandler(_ -> ended())
        .handler(chunk -> read(chunk.getBytes()));
    exchange.streaming(response);
    publish(new HeadReceived(head));
    if (delivery.isPaused()) {
      exchange.pause();
    }
  }

  private void read(byte[] chunk) {
    if (state != State.OPEN) {
      return;
    }
    try {
      decoder.feed(chunk, (name, data, _) -> take(name, data));
    } catch (InvalidJson | SseDecoder.EventTooLarge e) {
      fail(
          new ModelException.Truncated(
              "the model's stream cannot be read on: " + e.getMessage(), partial()));
    }
  }

  private void take(String name, String data) {
    if (state != State.OPEN) {
      return;
    }
    ModelEvent event = masked(EventDecoder.decode(name, data));
    clocks.event();
    publish(event);
    if (event instanceof MessageStopped) {
      succeed();
    } else if (event instanceof ErrorReported error) {
      fail(ErrorDecoder.inStream(error, head, partial()));
    }
  }

  private ModelEvent masked(ModelEvent event) {
    return event instanceof ErrorReported e
        ? new ErrorReported(
            e.type(), settings.apiKey().maskedIn(e.message()), e.errorCode(), e.requestId())
        : event;
  }

  private void publish(ModelEvent event) {
    message.accept(event);
    delivery.offer(event);
  }

  private void tell(ModelEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      abort(e);
    }
  }

  private void ended() {
    exchange.over();
    String where = decoder.end() ? " in the middle of an event" : "";
    fail(
        new ModelException.Truncated(
            "the model's stream ended" + where + " before the message was complete", partial()));
  }

  private void broken(Throwable cause) {
    if (!exchange.isSent()) {
      fail(Failures.noConnection(cause, settings.config()));
      return;
    }
    exchange.over();
    fail(
        exchange.isAnswered()
            ? new ModelException.Truncated(
                "the connection broke before the model's message was complete: "
                    + Failures.said(cause),
                partial())
            : new ModelException.Connection(
                "the connection broke before the model API answered: " + Failures.said(cause),
                partial()));
  }

  private void refused(String contentType) {
    if (refusal != null && refusal.isEnded()) {
      exchange.over();
    }
    byte[] body = refusal == null ? new byte[0] : refusal.bytes();
    fail(ErrorDecoder.answer(head, contentType, body, settings));
  }

  private void expired(Clock clock, Duration after) {
    if (refusal != null) {
      refusal.finish();
      return;
    }
    var timeout = new ModelException.Timeout(clock, after, partial());
    if (clock == Clock.CALL) {
      abort(timeout);
    } else {
      fail(timeout);
    }
  }

  private void succeed() {
    if (!message.isStarted()) {
      fail(new ModelException.Truncated("the model's message ended without a start", partial()));
    } else if (knowsOutcome()) {
      ModelReply whole = message.reply();
      exchange.linger();
      tellAtTheEnd(() -> reply.complete(whole));
    }
  }

  private void fail(ModelException failure) {
    if (knowsOutcome()) {
      exchange.hangUp();
      tellAtTheEnd(() -> reply.fail(failure));
    }
  }

  /** True once. Asked before the connection is closed: the close reports itself as a failure. */
  private boolean knowsOutcome() {
    if (state != State.OPEN) {
      return false;
    }
    state = State.ENDING;
    clocks.stop();
    return true;
  }

  /** The outcome comes after the events that came before it. */
  private void tellAtTheEnd(Runnable outcome) {
    delivery.close(
        () -> {
          state = State.SETTLED;
          outcome.run();
        });
  }

  /** Ends the call at once, whatever still waits to be told. */
  private void abort(Throwable cause) {
    if (state != State.SETTLED) {
      state = State.SETTLED;
      clocks.stop();
      delivery.discard();
      exchange.hangUp();
      reply.fail(cause);
    }
  }

  private PartialReply partial() {
    return exchange.isSent() ? message.partial() : PartialReply.NOT_SENT;
  }
}
