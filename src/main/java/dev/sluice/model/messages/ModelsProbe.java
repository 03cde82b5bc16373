package dev.sluice.model.messages;

import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.Timeout.Clock;
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
import org.jspecify.annotations.Nullable;

/** Asks whether the API is there and takes the key. Confined to its home context. */
final class ModelsProbe {
  private final Home home;
  private final CallSettings settings;
  private final Exchange exchange;
  private final Promise<Void> result = Promise.promise();
  private ResponseHead head = new ResponseHead(200, Optional.empty(), Map.of());
  private String contentType = "";
  private @Nullable BoundedBody body;
  private long timer;
  private boolean settled;

  ModelsProbe(Home home, CallSettings settings) {
    this.home = home;
    this.settings = settings;
    this.exchange = new Exchange(settings.timers());
  }

  Future<Void> run(HttpClient http, RequestOptions options) {
    home.run(
        () -> {
          timer = settings.timers().start(patience(), this::expired);
          exchange
              .send(http, options, Buffer.buffer(), () -> {})
              .onComplete(this::answered, this::broken);
        });
    return result.future();
  }

  private Duration patience() {
    return settings.config().connect().plus(settings.config().firstEvent());
  }

  private void answered(HttpClientResponse response) {
    head = ResponseHeads.of(response.statusCode(), response.headers());
    contentType = Optional.ofNullable(response.getHeader("content-type")).orElse("");
    body = BoundedBody.read(response, this::read);
  }

  private void read() {
    if (body != null && body.isEnded()) {
      exchange.over();
    }
    byte[] bytes = body == null ? new byte[0] : body.bytes();
    if (head.status() == 200 && MediaTypes.isJson(contentType)) {
      settle(result::complete);
    } else {
      fail(ErrorDecoder.answer(head, contentType, bytes, settings));
    }
  }

  private void broken(Throwable cause) {
    fail(
        exchange.isSent()
            ? new ModelException.Connection(
                "the connection broke before the model API answered: " + Failures.said(cause),
                PartialReply.UNANSWERED)
            : Failures.noConnection(cause, settings.config()));
  }

  private void expired() {
    if (body != null) {
      body.finish();
    } else {
      fail(
          new ModelException.Timeout(
              exchange.isSent() ? Clock.FIRST_EVENT : Clock.CONNECT,
              patience(),
              exchange.isSent() ? PartialReply.UNANSWERED : PartialReply.NOT_SENT));
    }
  }

  private void fail(ModelException failure) {
    settle(() -> result.fail(failure));
  }

  private void settle(Runnable outcome) {
    if (!settled) {
      settled = true;
      settings.timers().stop(timer);
      exchange.hangUp();
      outcome.run();
    }
  }
}
