package dev.sluice.store.sqlite;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;

/** Who waits for an answer, and the context on which it is given. */
final class Caller<T> {
  private final Context context;
  private final Promise<T> promise = Promise.promise();

  private Caller(Context context) {
    this.context = context;
  }

  /** The one who calls now. */
  static <T> Caller<T> of(Vertx vertx) {
    return new Caller<>(vertx.getOrCreateContext());
  }

  Future<T> future() {
    return promise.future();
  }

  void succeed(T value) {
    answer(() -> promise.tryComplete(value));
  }

  void fail(Throwable failure) {
    answer(() -> promise.tryFail(failure));
  }

  /** As {@link #succeed(Object)}, together with what else goes to the same event loop. */
  void succeed(T value, Handover handover) {
    Runnable completion = () -> promise.tryComplete(value);
    handover.add(context, completion, completion);
  }

  private void answer(Runnable completion) {
    try {
      context.runOnContext(_ -> completion.run());
    } catch (RejectedExecutionException e) {
      // The event loop has gone with its Vert.x: better here than never.
      completion.run();
    }
  }
}
