package dev.sluice.tool.http;

import dev.sluice.resilience.Cancellation;
import dev.sluice.tool.ToolException;
import dev.sluice.tool.http.BoundedHttp.Answer;
import dev.sluice.tool.http.BoundedHttp.Bounds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Confined to the context that started it; the first ending stands. */
final class Exchange {
  private static final long CANCEL = 0x8;

  private final Vertx vertx;
  private final HttpClient client;
  private final RequestOptions options;
  private final Buffer requestBody;
  private final Bounds bounds;
  private final Cancellation cancellation;
  private final Buffer body = Buffer.buffer();
  private final Promise<Answer> promise = Promise.promise();
  private Cancellation.@Nullable Registration registration;
  private @Nullable HttpClientRequest request;
  private long timer;
  private boolean ended;

  Exchange(
      Vertx vertx,
      HttpClient client,
      RequestOptions options,
      Buffer requestBody,
      Bounds bounds,
      Cancellation cancellation) {
    this.vertx = vertx;
    this.client = client;
    this.options = options;
    this.requestBody = requestBody;
    this.bounds = bounds;
    this.cancellation = cancellation;
  }

  Future<Answer> start() {
    if (cancellation.isCancelled()) {
      return Future.failedFuture(ToolException.failing("the call was cancelled"));
    }
    long millis = Math.max(1, bounds.timeout().toMillis());
    timer = vertx.setTimer(millis, _ -> abort("there was no whole answer in time"));
    registration = cancellation.onCancel(() -> abort("the call was cancelled"));
    client.request(options).onComplete(this::send, this::unconnected);
    return promise.future();
  }

  private void send(HttpClientRequest connected) {
    request = connected;
    if (ended) {
      connected.reset(CANCEL);
      return;
    }
    connected.exceptionHandler(this::broken);
    connected.response().onComplete(this::read, this::broken);
    connected.end(requestBody);
  }

  private void read(HttpClientResponse response) {
    response.exceptionHandler(this::broken);
    if (ended) {
      return;
    }
    if (!bounds.wanted().test(response)) {
      finishEarly(answer(response, false));
      return;
    }
    response.handler(chunk -> collect(response, chunk));
    response.endHandler(_ -> finish(answer(response, false)));
  }

  private void collect(HttpClientResponse response, Buffer chunk) {
    if (ended) {
      return;
    }
    int room = bounds.maxBytes() - body.length();
    if (chunk.length() > room) {
      body.appendBuffer(chunk, 0, room);
      finishEarly(answer(response, true));
    } else {
      body.appendBuffer(chunk);
    }
  }

  private Answer answer(HttpClientResponse response, boolean cut) {
    return new Answer(response.statusCode(), response.headers(), body, cut);
  }

  private void unconnected(Throwable error) {
    String reason = "no connection (" + name(error) + ")";
    // What a certificate lacks it still lacks a second later.
    fail(
        error instanceof SSLException
            ? ToolException.unavailable(reason)
            : ToolException.failing(reason));
  }

  private void broken(Throwable error) {
    abort("the connection broke (" + name(error) + ")");
  }

  private void abort(String reason) {
    fail(ToolException.failing(reason));
  }

  private void fail(ToolException failure) {
    if (close()) {
      reset();
      promise.fail(failure);
    }
  }

  private void finishEarly(Answer answer) {
    if (close()) {
      reset();
      promise.complete(answer);
    }
  }

  private void finish(Answer answer) {
    if (close()) {
      promise.complete(answer);
    }
  }

  private void reset() {
    if (request != null) {
      request.reset(CANCEL);
    }
  }

  /** True for the first ending only. */
  private boolean close() {
    if (ended) {
      return false;
    }
    ended = true;
    vertx.cancelTimer(timer);
    if (registration != null) {
      registration.close();
    }
    return true;
  }

  /** The type only: messages of network errors name addresses. */
  private static String name(Throwable error) {
    return error.getClass().getSimpleName();
  }
}
