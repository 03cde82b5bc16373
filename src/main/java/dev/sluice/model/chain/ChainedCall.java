package dev.sluice.model.chain;

import dev.sluice.model.ModelException;
import dev.sluice.model.PartialReply;
import dev.sluice.resilience.Cancellation;
import dev.sluice.resilience.RetryPolicy;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One turn on its way along the targets: each is tried, tried again, and left for the next. At most
 * one attempt or one timer is under way. Confined to the context that started it.
 */
final class ChainedCall implements ChainCall {
  private static final long NONE = -1;

  private static final int LATELY_IN_COOLDOWNS = 4;

  private final List<ModelTarget> targets;
  private final TurnRequest turn;
  private final Equipment equipment;
  private final Consumer<ChainEvent> events;
  private final TurnPatience patience;
  private final Cancellation cancellation = new Cancellation();
  private final Promise<ChainReply> reply = Promise.promise();
  private final Failures failures = new Failures();
  private int at;
  private int retries;
  private long timer = NONE;
  private @Nullable Attempt attempt;
  private boolean paused;
  private boolean over;

  ChainedCall(
      List<ModelTarget> targets,
      TurnRequest turn,
      Equipment equipment,
      Consumer<ChainEvent> events) {
    this.targets = targets;
    this.turn = turn;
    this.equipment = equipment;
    this.events = events;
    this.patience = new TurnPatience(equipment.settings().patience(turn.priority()));
  }

  void begin() {
    if (fits(Duration.ZERO)) {
      tryTarget();
    } else {
      fail(new ModelException.NoTimeLeft());
    }
  }

  @Override
  public Future<ChainReply> reply() {
    return reply.future();
  }

  @Override
  public void pause() {
    paused = true;
    if (attempt != null) {
      attempt.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (attempt != null) {
      attempt.resume();
    }
  }

  @Override
  public void cancel() {
    if (over) {
      return;
    }
    cancellation.cancel("cancelled");
    if (timer != NONE) {
      equipment.timers().stop(timer);
    }
    // A call that was sent ends by itself, and tells what it cost.
    if (attempt == null || !attempt.isSent()) {
      fail(new ModelException.Cancelled(PartialReply.NOT_SENT));
    }
  }

  private void tryTarget() {
    timer = NONE;
    var next = new Attempt(target(), turn, equipment, cancellation, patience, events);
    attempt = next;
    if (paused) {
      next.pause();
    }
    // Composed, so that whatever is thrown on the way ends the turn instead of losing it.
    Future.succeededFuture().compose(now -> next.run(retries == 0)).onComplete(this::after);
  }

  private void after(AsyncResult<Outcome> done) {
    attempt = null;
    if (over) {
      return;
    }
    if (done.failed()) {
      end(done.cause());
      return;
    }
    switch (done.result()) {
      case Outcome.Answered answered -> {
        over = true;
        reply.complete(answered.reply());
      }
      case Outcome.NotMade none -> notMade(none.failure());
      case Outcome.Failed failed -> failed(failed);
    }
  }

  private void notMade(ModelException failure) {
    failures.add(target(), failure);
    if (failure instanceof ModelException.Cancelled) {
      fail(failure);
    } else if (!fallBack(failure, false)) {
      end(exhausted());
    }
  }

  private void failed(Outcome.Failed failed) {
    ModelException failure = failed.failure();
    failures.add(target(), failure);
    events.accept(
        new ChainEvent.AttemptEnded(
            target(), failed.request(), failure, failed.duration(), failed.untilFirstContent()));
    boolean shown = failed.seen().hasShown();
    if (failure instanceof ModelException.Cancelled
        || cancellation.isCancelled()
        || failed.seen().hasActed()) {
      fail(failure);
    } else if (!tryAgain(failure, shown) && !fallBack(failure, shown)) {
      end(exhausted());
    }
  }

  private boolean tryAgain(ModelException failure, boolean shown) {
    // What is overloaded is left alone where something else stands by.
    if (failure instanceof ModelException.Overloaded && next().isPresent()) {
      return false;
    }
    Optional<Duration> delay =
        equipment
            .guards()
            .retries()
            .delay(failure, retries)
            .filter(this::fits)
            .filter(this::isOpenAfter)
            .filter(wait -> equipment.guards().retryBudget().tryRetry());
    delay.ifPresent(
        wait -> {
          retries++;
          voidWhat(shown, failure);
          events.accept(new ChainEvent.Retrying(target(), retries + 1, wait, failure));
          again(wait);
        });
    return delay.isPresent();
  }

  /** This very failure may have opened the breaker: a retry would only be told so, later. */
  private boolean isOpenAfter(Duration wait) {
    return equipment.shut(target()).filter(shut -> shut.compareTo(wait) > 0).isEmpty();
  }

  /** Whoever hears of the retry may have cancelled. */
  private void again(Duration wait) {
    if (!over) {
      timer = equipment.timers().start(wait, this::tryTarget);
    }
  }

  private boolean fallBack(ModelException failure, boolean shown) {
    if (!mayFallBack(failure) || !fits(Duration.ZERO)) {
      return false;
    }
    Optional<Integer> next = next();
    if (next.isEmpty()) {
      return false;
    }
    voidWhat(shown, failure);
    events.accept(new ChainEvent.FellBack(target(), targets.get(next.get()), failure));
    at = next.get();
    retries = 0;
    if (!over) {
      tryTarget();
    }
    return true;
  }

  /**
   * What the model asked for refuses for a reason of ours, every other one should refuse, too;
   * whatever keeps a stand-in from answering is no reason to give up.
   */
  private boolean mayFallBack(ModelException failure) {
    return RetryPolicy.isOutage(failure)
        || RetryPolicy.isSpendLimit(failure)
        || !target().isPrimary();
  }

  /** The next target that can be tried; those that cannot are noted on the way. */
  private Optional<Integer> next() {
    for (int i = at + 1; i < targets.size(); i++) {
      ModelTarget candidate = targets.get(i);
      Optional<Duration> shut = equipment.shut(candidate);
      if (shut.isEmpty()) {
        return Optional.of(i);
      }
      failures.add(candidate, new ModelException.CircuitOpen(candidate.maker(), shut.get()));
    }
    return Optional.empty();
  }

  private void voidWhat(boolean shown, ModelException failure) {
    if (shown) {
      events.accept(new ChainEvent.Voided(failure));
    }
  }

  private ModelTarget target() {
    return targets.get(at);
  }

  private boolean fits(Duration wait) {
    return equipment.fits(wait, turn.deadline());
  }

  private ChainException exhausted() {
    Duration cooldown = equipment.guards().breakers().cooldown();
    Duration lately = cooldown.multipliedBy(LATELY_IN_COOLDOWNS);
    return failures.exhausted(
        cooldown, target -> equipment.breaker(target).hasAnsweredWithin(lately));
  }

  private void fail(ModelException failure) {
    end(new ChainException(failure, Optional.empty(), false, false, false));
  }

  private void end(Throwable cause) {
    if (!over) {
      over = true;
      reply.fail(cause);
    }
  }
}
