package dev.sluice.model.messages;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads the beginning of a body that is no event stream. Whatever happens, what came is there. */
final class BoundedBody {
  private static final int MAX_BYTES = 64 * 1024;

  private final Buffer bytes = Buffer.buffer();
  private final Runnable done;
  private boolean ended;
  private boolean finished;

  private BoundedBody(Runnable done) {
    this.done = done;
  }

  /** Calls {@code done} once: at the end, at the bound, when it breaks, or on {@link #finish}. */
  static BoundedBody read(HttpClientResponse response, Runnable done) {
    var body = new BoundedBody(done);
    response
        .exceptionHandler(_ -> body.finish())
        .endHandler(
            _ -> {
              body.ended = true;
              body.finish();
            })
        .handler(body::add);
    return body;
  }

  byte[] bytes() {
    return bytes.getBytes();
  }

  /** False when the connection still holds more of it. */
  boolean isEnded() {
    return ended;
  }

  void finish() {
    if (!finished) {
      finished = true;
      done.run();
    }
  }

  private void add(Buffer chunk) {
    if (finished) {
      return;
    }
    bytes.appendBuffer(chunk, 0, Math.min(chunk.length(), MAX_BYTES - bytes.length()));
    if (bytes.length() == MAX_BYTES) {
      finish();
    }
  }
}
