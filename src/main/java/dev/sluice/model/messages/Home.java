package dev.sluice.model.messages;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The context that a call lives on. What comes from elsewhere hops onto it.
 *
 * @param loop the thread of an event-loop context, where it was known at the start
 */
record Home(Context context, @Nullable Thread loop) {

  /** The calling context; a new event-loop context for a thread that has none. */
  static Home here(Vertx vertx) {
    return new Home(
        vertx.getOrCreateContext(), Context.isOnEventLoopThread() ? Thread.currentThread() : null);
  }

  /** Runs the action at once when called at home, else soon. */
  void run(Runnable action) {
    if (isHere()) {
      action.run();
    } else {
      context.runOnContext(_ -> action.run());
    }
  }

  /** Contexts are duplicated per request; those of one event loop still share its thread. */
  private boolean isHere() {
    return context.equals(Vertx.currentContext())
        || (context.isEventLoopContext() && Thread.currentThread().equals(loop));
  }
}
