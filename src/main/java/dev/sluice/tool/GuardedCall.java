package dev.sluice.tool;

import dev.sluice.resilience.Breaker;
import dev.sluice.resilience.Breaker.Entry;
import dev.sluice.resilience.Breaker.Pass;
import dev.sluice.resilience.Cancellation;
import dev.sluice.resilience.RetryBudget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call under way with its retries, every attempt through the breaker. Confined to the context
 * that started it; the model hears of the last attempt only.
 */
final class GuardedCall {
  private final Means means;
  private final GuardedTool tool;
  private final ToolCall call;
  private final Promise<ToolOutcome> outcome = Promise.promise();
  private Cancellation.@Nullable Registration waiting;
  private int retries;

  /** What all calls share. */
  record Means(Vertx vertx, InstantSource clock, ToolRetries retries, RetryBudget budget) {}

  GuardedCall(Means means, GuardedTool tool, ToolCall call) {
    this.means = means;
    this.tool = tool;
    this.call = call;
  }

  Future<ToolOutcome> start() {
    attempt(Optional.empty());
    return outcome.future();
  }

  /** Broken off, nobody would know whether it took effect. */
  private boolean isTooLittle(Duration allowed) {
    return !tool.spec().idempotent() && allowed.compareTo(tool.spec().timeout()) < 0;
  }

  /**
   * @param before how the attempt before it failed
   */
  private void attempt(Optional<Attempted> before) {
    Instant now = means.clock().instant();
    Duration left = Duration.between(now, call.deadline());
    Duration allowed = left.compareTo(tool.spec().timeout()) < 0 ? left : tool.spec().timeout();
    if (!allowed.isPositive() || isTooLittle(allowed)) {
      outcome.complete(judged(before, ToolJudge.tooLate(tool.spec())));
      return;
    }
    switch (tool.breaker().map(Breaker::enter).orElse(null)) {
      case Entry.Open _ -> outcome.complete(judged(before, ToolJudge.notCalled(tool.spec())));
      case Pass pass -> make(allowed, now.plus(allowed), Optional.of(pass));
      case null -> make(allowed, now.plus(allowed), Optional.empty());
    }
  }

  private ToolOutcome judged(Optional<Attempted> before, ToolOutcome otherwise) {
    return before.map(failure -> ToolJudge.judge(tool.spec(), failure)).orElse(otherwise);
  }

  private void make(Duration allowed, Instant deadline, Optional<Pass> pass) {
    if (retries == 0) {
      means.budget().called();
    }
    new ToolAttempt(means.vertx(), tool.tool(), call, allowed)
        .start(deadline)
        .onSuccess(
            ended -> {
              pass.ifPresent(held -> tell(held, ended));
              goOn(ended);
            });
  }

  /** A wrong input says nothing about the tool's health, nor does a time-out that was cut short. */
  private static void tell(Pass pass, Attempted ended) {
    switch (ended) {
      case Attempted.Answered _ -> pass.succeeded();
      case Attempted.Broken _ -> pass.failed();
      case Attempted.Refused refused when refused.error().kind() == ToolException.Kind.FAILING ->
          pass.failed();
      case Attempted.TimedOut timedOut when timedOut.whole() -> pass.failed();
      case Attempted.Refused _, Attempted.TimedOut _, Attempted.Cancelled _ -> pass.released();
    }
  }

  private void goOn(Attempted ended) {
    Duration left = Duration.between(means.clock().instant(), call.deadline());
    means
        .retries()
        .delay(tool.spec(), ended, retries, left)
        .filter(_ -> means.budget().tryRetry())
        .ifPresentOrElse(
            delay -> tryAgain(delay, ended),
            () -> outcome.complete(ToolJudge.judge(tool.spec(), ended)));
  }

  private void tryAgain(Duration delay, Attempted failure) {
    retries++;
    long timer =
        means
            .vertx()
            .setTimer(
                Math.max(1, delay.toMillis()),
                _ -> {
                  if (waiting != null) {
                    waiting.close();
                  }
                  attempt(Optional.of(failure));
                });
    waiting =
        call.cancellation()
            .onCancel(
                () -> {
                  means.vertx().cancelTimer(timer);
                  outcome.complete(ToolJudge.cancelled(call.name()));
                });
  }
}
