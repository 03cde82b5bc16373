package dev.sluice.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

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

  /** Does the work on the context given, and answers on that of the one who calls now. */
  static <T> Future<T> through(Context worker, Supplier<Future<T>> work) {
    Caller<T> caller = of(worker.owner());
    try {
      worker.runOnContext(
          _ ->
              Future.succeededFuture()
                  .compose(_ -> work.get())
                  .onSuccess(caller::succeed)
                  .onFailure(caller::fail));
    } catch (RejectedExecutionException e) {
      caller.fail(RedisFailures.closed());
    }
    return caller.future();
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

  private void answer(Runnable completion) {
    try {
      context.runOnContext(_ -> completion.run());
    } catch (RejectedExecutionException e) {
      // The event loop has gone with its Vert.x: better here than never.
      completion.run();
    }
  }
}
