package dev.sluice.model.messages;

import dev.sluice.model.Timers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on one connection. It knows whether the request was handed to the
 * connection, and it gives the connection back or closes it: nothing of it stays behind.
 */
final class Exchange {
  private static final long CANCEL = 8;
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final Timers timers;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable Long lingering;
  private boolean sent;
  private boolean hungUp;
  private boolean over;

  Exchange(Timers timers) {
    this.timers = timers;
  }

  /** Fails without sending when hung up before there was a connection. */
  Future<HttpClientResponse> send(
      HttpClient http, RequestOptions options, Buffer body, Runnable whenSent) {
    return Future.succeededFuture()
        .compose(_ -> http.request(options))
        .compose(
            connected -> {
              request = connected;
              // The futures and the answer tell of every failure; without a handler it is logged,
              // too.
              connected.exceptionHandler(_ -> {});
              if (hungUp) {
                connected.reset(CANCEL);
                return Future.failedFuture("hung up");
              }
              sent = true;
              whenSent.run();
              return body.length() == 0 ? connected.send() : connected.send(body);
            });
  }

  boolean isSent() {
    return sent;
  }

  boolean isAnswered() {
    return response != null;
  }

  /** From here on {@link #pause} and {@link #resume} reach the socket. */
  void streaming(HttpClientResponse answer) {
    response = answer;
  }

  void pause() {
    if (response != null && lingering == null) {
      response.pause();
    }
  }

  void resume() {
    if (response != null) {
      response.resume();
    }
  }

  /** The answer was read to its end, or broke: there is nothing to close any more. */
  void over() {
    over = true;
    stopLingering();
  }

  /** Closes the connection, whatever it is at. Without effect on an exchange that is over. */
  void hangUp() {
    hungUp = true;
    stopLingering();
    if (request != null && !over) {
      over = true;
      request.reset(CANCEL);
    }
  }

  /**
   * All that matters was read. Reads on to the end of the answer, so that the connection can be
   * used again, but not for long.
   */
  void linger() {
    if (!over) {
      lingering = timers.start(LINGER, this::hangUp);
      resume();
    }
  }

  private void stopLingering() {
    if (lingering != null) {
      timers.stop(lingering);
      lingering = null;
    }
  }
}
