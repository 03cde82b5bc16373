package dev.sluice.channel.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts the requests whose answers are not out yet, event streams apart. On one context. */
final class OpenRequests {
  private final Promise<Void> idle = Promise.promise();
  private int open;
  private boolean last;

  void begin() {
    open++;
  }

  void end() {
    open--;
    look();
  }

  /** From now on what is open is waited for: done at the first moment without any. */
  Future<Void> idle() {
    last = true;
    look();
    return idle.future();
  }

  private void look() {
    if (last && open == 0) {
      idle.tryComplete();
    }
  }
}
