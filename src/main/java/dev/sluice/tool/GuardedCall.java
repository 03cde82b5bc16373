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

/** One call under way. Confined to the context that started it; the first ending stands. */
final class GuardedCall {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedCall.class);

  private final Vertx vertx;
  private final Context context;
  private final Tool tool;
  private final ToolCall call;
  private final Duration allowed;
  private final ContentLimit limit;
  private final Cancellation cancellation = new Cancellation();
  private final Promise<ToolOutcome> outcome = Promise.promise();
  private Cancellation.@Nullable Registration registration;
  private long timer;
  private boolean ended;

  GuardedCall(Vertx vertx, Tool tool, ToolCall call, Duration allowed, ContentLimit limit) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.tool = tool;
    this.call = call;
    this.allowed = allowed;
    this.limit = limit;
  }

  Future<ToolOutcome> start(Instant deadline) {
    timer = vertx.setTimer(Math.max(1, allowed.toMillis()), _ -> timeOut());
    registration = call.cancellation().onCancel(this::cancel);
    invoke(deadline)
        .onComplete(
            content -> onContext(() -> succeed(content)), error -> onContext(() -> fail(error)));
    return outcome.future();
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

  private void succeed(@Nullable String content) {
    if (close()) {
      outcome.complete(new ToolOutcome.Succeeded(limit.apply(content == null ? "" : content)));
    }
  }

  private void fail(Throwable error) {
    if (close()) {
      outcome.complete(judged(error));
    }
  }

  private ToolOutcome judged(Throwable error) {
    if (error instanceof ToolException expected) {
      return capped(ToolJudge.failed(tool.spec(), expected));
    }
    // Messages of unexpected errors may quote the input, which is not for the log.
    LOG.error(
        "tool {} failed unexpectedly in run {}, call {}",
        call.name(),
        call.run(),
        call.id(),
        Speechless.of(error));
    return ToolJudge.broken(tool.spec());
  }

  private ToolOutcome capped(ToolOutcome judged) {
    String content = limit.apply(judged.content());
    return switch (judged) {
      case ToolOutcome.Succeeded _ -> new ToolOutcome.Succeeded(content);
      case ToolOutcome.Failed _ -> new ToolOutcome.Failed(content);
      case ToolOutcome.Degraded _ -> new ToolOutcome.Degraded(content);
      case ToolOutcome.Fatal _ -> new ToolOutcome.Fatal(content);
    };
  }

  private void timeOut() {
    if (close()) {
      stop("the tool did not answer in time");
      outcome.complete(ToolJudge.timedOut(tool.spec(), allowed));
    }
  }

  private void cancel() {
    if (close()) {
      stop(call.cancellation().reason().orElse("cancelled"));
      outcome.complete(ToolJudge.cancelled(call.name()));
    }
  }

  private void stop(String reason) {
    try {
      cancellation.cancel(reason);
    } catch (RuntimeException e) {
      LOG.error("tool {} could not be cancelled", call.name(), Speechless.of(e));
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
}
