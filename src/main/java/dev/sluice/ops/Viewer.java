package dev.sluice.ops;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the stream of snapshots, on HTTP/1.1. Each snapshot says everything, so a slow
 * reader misses some: at most one waits, and a later one takes its place. Confined to one event
 * loop.
 */
final class Viewer {
  private static final Duration STUCK_AFTER = Duration.ofSeconds(30);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Runnable onOver;
  private @Nullable Buffer waiting;
  private Instant wroteAt;
  private boolean over;

  private Viewer(HttpServerRequest request, Instant now, Runnable onOver) {
    this.request = request;
    this.response = request.response();
    this.wroteAt = now;
    this.onOver = onOver;
  }

  /**
   * Begins the answer.
   *
   * @param onOver called once, when the stream is over, but not before this returns
   */
  static Viewer open(HttpServerRequest request, Instant now, Runnable onOver) {
    var viewer = new Viewer(request, now, onOver);
    viewer.begin();
    return viewer;
  }

  /** Writes the frame, now or when the reader has taken what came before. */
  void send(Buffer frame, Instant now) {
    if (over) {
      return;
    }
    if (response.writeQueueFull()) {
      waiting = frame;
    } else {
      write(frame, now);
    }
  }

  /** To be called now and again: shows life, and drops a reader who takes nothing. */
  void check(Instant now) {
    if (over) {
      return;
    }
    Duration silence = Duration.between(wroteAt, now);
    if (response.writeQueueFull()) {
      if (silence.compareTo(STUCK_AFTER) >= 0) {
        drop();
      }
    } else if (waiting != null) {
      flush(waiting, now);
    } else if (silence.compareTo(KEEP_ALIVE) >= 0) {
      write(Buffer.buffer(": ka\n"), now);
    }
  }

  /** Ends the stream cleanly; the reader comes back when there is a server again. */
  void end() {
    if (!over) {
      response.end();
      over();
    }
  }

  private void begin() {
    response.closeHandler(_ -> over());
    response.exceptionHandler(_ -> over());
    request.connection().shutdownHandler(_ -> end());
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no")
        .putHeader("X-Content-Type-Options", "nosniff")
        .write("retry: " + RETRY.toMillis() + "\n");
  }

  private void over() {
    if (!over) {
      over = true;
      waiting = null;
      onOver.run();
    }
  }

  private void flush(Buffer frame, Instant now) {
    waiting = null;
    write(frame, now);
  }

  private void write(Buffer frame, Instant now) {
    wroteAt = now;
    response.write(frame);
  }

  /** Closing the connection would first flush, and so wait for ever for who reads nothing. */
  private void drop() {
    over();
    if (request.connection() instanceof HttpServerConnection connection) {
      connection.channelHandlerContext().close();
    } else {
      request.connection().close();
    }
  }
}
