package dev.sluice.tool;

import dev.sluice.resilience.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of a call. Confined to the context that started it; the first ending stands. */
final class ToolAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(ToolAttempt.class);

  private final Vertx vertx;
  private final Context context;
  private final Tool tool;
  private final ToolCall call;
  private final Duration allowed;
  private final Cancellation cancellation = new Cancellation();
  private final Promise<Attempted> ending = Promise.promise();
  private Cancellation.@Nullable Registration registration;
  private long timer;
  private boolean ended;

  ToolAttempt(Vertx vertx, Tool tool, ToolCall call, Duration allowed) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.tool = tool;
    this.call = call;
    this.allowed = allowed;
  }

  /** Its ending, on this context; never fails. */
  Future<Attempted> start(Instant deadline) {
    timer = vertx.setTimer(Math.max(1, allowed.toMillis()), _ -> timeOut());
    registration = call.cancellation().onCancel(this::cancel);
    invoke(deadline)
        .onComplete(
            content -> onContext(() -> end(new Attempted.Answered(content == null ? "" : content))),
            error -> onContext(() -> fail(error)));
    return ending.future();
  }

  private Future<String> invoke(Instant deadline) {
    try {
      return tool.call(
          new ToolCall(
              call.run(),
              call.conversation(),
              call.user(),
              call.id(),
              call.name(),
              call.input(),
              deadline,
              cancellation));
    } catch (Throwable thrown) {
      return Future.failedFuture(thrown);
    }
  }

  private void onContext(Runnable action) {
    if (context.equals(Vertx.currentContext())) {
      action.run();
    } else {
      context.runOnContext(_ -> action.run());
    }
  }

  private void fail(Throwable error) {
    if (ended) {
      return;
    }
    if (error instanceof ToolException expected) {
      end(new Attempted.Refused(expected));
      return;
    }
    // Messages of unexpected errors may quote the input, which is not for the log.
    LOG.error(
        "tool {} failed unexpectedly in run {}, call {}",
        call.name(),
        call.run(),
        call.id(),
        Speechless.of(error));
    end(new Attempted.Broken());
  }

  private void end(Attempted how) {
    if (close()) {
      ending.complete(how);
    }
  }

  private void timeOut() {
    boolean whole = allowed.equals(tool.spec().timeout());
    stop("the tool did not answer in time", new Attempted.TimedOut(allowed, whole));
  }

  private void cancel() {
    stop(call.cancellation().reason().orElse("cancelled"), new Attempted.Cancelled());
  }

  private void stop(String reason, Attempted how) {
    if (!close()) {
      return;
    }
    try {
      cancellation.cancel(reason);
    } catch (RuntimeException e) {
      LOG.error("tool {} could not be cancelled", call.name(), Speechless.of(e));
    }
    ending.complete(how);
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
}
