package dev.sluice.tool;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Starts work on an event loop, as the agent does, and waits for it on the test's thread. */
public final class OnContext {
  private final Context context;

  public OnContext(Vertx vertx) {
    this.context = vertx.getOrCreateContext();
  }

  public <T> Future<T> start(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(_ -> action.get().onComplete(promise));
    return promise.future();
  }

  public <T> T run(Supplier<Future<T>> action) {
    return await(start(action));
  }

  /** Done when the action has been run on the context. */
  public void act(Runnable action) {
    run(
        () -> {
          action.run();
          return Future.<Void>succeededFuture();
        });
  }

  /** Fails the test rather than hang. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing happened within 20 s", e);
    }
  }

  public boolean isCurrent() {
    return context.equals(Vertx.currentContext());
  }
}
