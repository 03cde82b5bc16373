package dev.sluice.model.chain;

import dev.sluice.limit.Demand;
import dev.sluice.limit.LeaseId;
import dev.sluice.limit.Limiter;
import dev.sluice.limit.Settlement;
import dev.sluice.model.ModelCall;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelException;
import dev.sluice.model.ModelReply;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.PartialReply;
import dev.sluice.resilience.Breaker;
import dev.sluice.resilience.Cancellation;
import dev.sluice.resilience.RetryPolicy;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one target: breaker, limiter, call. Whatever becomes of it, the lease is settled
 * and the breaker's pass is ended, each once. To be run once.
 */
final class Attempt {
  private final ModelTarget target;
  private final TurnRequest turn;
  private final Equipment equipment;
  private final Cancellation cancellation;
  private final Consumer<ChainEvent> events;
  private final TurnPatience patience;
  private final Breaker breaker;
  private final StreamWatch seen = new StreamWatch();
  private Instant startedAt = Instant.EPOCH;
  private @Nullable Instant firstContentAt;
  private @Nullable ModelCall call;
  private boolean sent;
  private boolean paused;

  Attempt(
      ModelTarget target,
      TurnRequest turn,
      Equipment equipment,
      Cancellation cancellation,
      TurnPatience patience,
      Consumer<ChainEvent> events) {
    this.target = target;
    this.turn = turn;
    this.equipment = equipment;
    this.cancellation = cancellation;
    this.events = events;
    this.patience = patience;
    this.breaker = equipment.breaker(target);
  }

  /**
   * Fails only by a mistake of the program.
   *
   * @param first no retry: counted as what retries are measured by
   */
  Future<Outcome> run(boolean first) {
    return switch (breaker.enter()) {
      case Breaker.Entry.Open open -> open(open);
      case Breaker.Pass pass -> {
        // Taken again when there is room: who stands in line must not hold a place on trial, and
        // must not call what broke meanwhile.
        pass.released();
        yield acquire(turn.request().apply(target), first);
      }
    };
  }

  private Future<Outcome> acquire(ModelRequest request, boolean first) {
    var demand =
        new Demand(
            target.budget(),
            target.model(),
            CallSize.expected(request),
            turn.priority(),
            turn.user(),
            turn.deadline().minus(equipment.settings().leastTime()));
    Instant since = equipment.clock().instant();
    return equipment
        .limiter()
        .acquire(demand, patience.left(), cancellation, this::waiting)
        .onComplete(done -> patience.spent(Duration.between(since, equipment.clock().instant())))
        .compose(lease -> granted(request, lease, first), this::notGranted);
  }

  /** The limiter may have been about to say so when the place in line was given back. */
  private void waiting(Duration expected) {
    if (!cancellation.isCancelled()) {
      events.accept(new ChainEvent.Waiting(target, expected));
    }
  }

  private Future<Outcome> notGranted(Throwable cause) {
    return switch (cause) {
      case Limiter.NoRoom none ->
          notMade(
              new ModelException.NoRoom(
                  target.maker(), String.valueOf(none.getMessage()), none.retryAfter()));
      case CancellationException _ -> notMade(new ModelException.Cancelled(PartialReply.NOT_SENT));
      default -> Future.failedFuture(cause);
    };
  }

  private Future<Outcome> granted(ModelRequest request, LeaseId lease, boolean first) {
    if (cancellation.isCancelled()) {
      settle(lease, new Settlement.NotSent());
      return notMade(new ModelException.Cancelled(PartialReply.NOT_SENT));
    }
    return switch (breaker.enter()) {
      case Breaker.Entry.Open open -> {
        settle(lease, new Settlement.NotSent());
        yield open(open);
      }
      case Breaker.Pass pass -> {
        if (first) {
          equipment.guards().retryBudget().called();
        }
        yield send(request, lease, pass);
      }
    };
  }

  private Future<Outcome> send(ModelRequest request, LeaseId lease, Breaker.Pass pass) {
    startedAt = equipment.clock().instant();
    sent = true;
    ModelCall started;
    try {
      started = target.client().start(request, event -> on(event, pass));
    } catch (RuntimeException e) {
      pass.released();
      settle(lease, new Settlement.NotSent());
      return Future.failedFuture(e);
    }
    call = started;
    if (paused) {
      started.pause();
    }
    var registration = cancellation.onCancel(started::cancel);
    return started
        .reply()
        .onComplete(done -> registration.close())
        .transform(done -> ended(request, lease, pass, done));
  }

  private void on(ModelEvent event, Breaker.Pass pass) {
    if (event instanceof ModelEvent.HeadReceived received) {
      equipment.limiter().learn(target.budget(), received.head());
    }
    seen.see(event);
    if (seen.hasContent() && firstContentAt == null) {
      firstContentAt = equipment.clock().instant();
      pass.succeeded();
    }
    events.accept(new ChainEvent.Streamed(event));
  }

  private Future<Outcome> ended(
      ModelRequest request, LeaseId lease, Breaker.Pass pass, AsyncResult<ModelReply> done) {
    if (done.succeeded()) {
      pass.succeeded();
      breaker.answered();
      settle(lease, new Settlement.Used(done.result().usage()));
      return Future.succeededFuture(
          new Outcome.Answered(
              new ChainReply(target, done.result(), duration(), untilFirstContent())));
    }
    if (!(done.cause() instanceof ModelException failure)) {
      pass.released();
      settle(lease, new Settlement.Unknown());
      return Future.failedFuture(done.cause());
    }
    if (RetryPolicy.countsAgainstBreaker(failure)) {
      pass.failed();
    } else {
      pass.released();
    }
    Settlement settlement = CallEnd.settlement(request, failure);
    if (settlement instanceof Settlement.Refused && failure instanceof ModelException.Api api) {
      equipment.limiter().learn(target.budget(), api.error().head());
    }
    settle(lease, settlement);
    return Future.succeededFuture(
        new Outcome.Failed(request, failure, seen, duration(), untilFirstContent()));
  }

  private void settle(LeaseId lease, Settlement how) {
    equipment.limiter().settle(lease, how);
  }

  private Future<Outcome> open(Breaker.Entry.Open open) {
    return notMade(new ModelException.CircuitOpen(target.maker(), open.retryAfter()));
  }

  private static Future<Outcome> notMade(ModelException failure) {
    return Future.succeededFuture(new Outcome.NotMade(failure));
  }

  private Duration duration() {
    return Duration.between(startedAt, equipment.clock().instant());
  }

  private Optional<Duration> untilFirstContent() {
    return Optional.ofNullable(firstContentAt).map(at -> Duration.between(startedAt, at));
  }

  /** A call was started; it ends by itself when the cancellation fires. */
  boolean isSent() {
    return sent;
  }

  void pause() {
    paused = true;
    if (call != null) {
      call.pause();
    }
  }

  void resume() {
    paused = false;
    if (call != null) {
      call.resume();
    }
  }
}
