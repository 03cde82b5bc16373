package dev.sluice.limit;

import dev.sluice.limit.Answer.Granted;
import dev.sluice.limit.Answer.Rejected;
import dev.sluice.limit.Answer.Wait;
import dev.sluice.limit.Limiter.NoRoom;
import dev.sluice.limit.LimiterMessage.Acquire;
import dev.sluice.limit.LimiterMessage.Answered;
import dev.sluice.limit.LimiterMessage.Ask;
import dev.sluice.limit.LimiterMessage.Cancel;
import dev.sluice.limit.LimiterMessage.Settle;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to a lease: asks, waits as told, asks again. Confined to the context that
 * starts it. Whatever ends it, nothing stays behind: a ticket is given back, and so is a lease
 * whose answer comes when nobody waits for it any more.
 */
final class Acquisition {
  /** What the limiter's absence is told as: it comes back soon or not at all. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Setting setting;
  private final Demand demand;
  private final Duration patience;
  private final Cancellation cancellation;
  private final Consumer<Duration> waiting;
  private final Promise<LeaseId> promise = Promise.promise();
  private final WaitNews news = new WaitNews();
  private final Instant since;
  private @Nullable TicketId ticket;
  private Cancellation.@Nullable Registration registration;
  private @Nullable Long timer;
  private boolean waited;
  private boolean done;

  /**
   * What all of them share.
   *
   * @param replyWithin a limiter that takes longer counts as absent
   * @param keepReply late answers are still taken for so long, so that a lease in them is not lost
   */
  record Setting(
      Vertx vertx,
      LimiterBus bus,
      InstantSource clock,
      LimiterObserver observer,
      Duration replyWithin,
      Duration keepReply) {}

  Acquisition(
      Setting setting,
      Demand demand,
      Duration patience,
      Cancellation cancellation,
      Consumer<Duration> waiting) {
    this.setting = setting;
    this.demand = demand;
    this.cancellation = cancellation;
    this.waiting = waiting;
    this.since = setting.clock().instant();
    Duration left = Duration.between(since, demand.deadline());
    this.patience = left.compareTo(patience) < 0 ? left : patience;
  }

  Future<LeaseId> lease() {
    return promise.future();
  }

  /** Once, on the context. */
  void start() {
    registration = cancellation.onCancel(this::cancelled);
    if (!done) {
      request(new Acquire(demand));
    }
  }

  private void request(LimiterMessage.Request request) {
    timer(setting.replyWithin(), this::unanswered);
    setting
        .bus()
        .request(request, Answered.class, setting.keepReply())
        .onComplete(
            reply -> answered(request, reply.answer()),
            _ -> {
              if (!done) {
                unanswered();
              }
            });
  }

  private void answered(LimiterMessage.Request request, Answer answer) {
    if (done) {
      giveBack(answer);
      return;
    }
    stopTimer();
    switch (answer) {
      case Granted(LeaseId lease) -> granted(lease);
      case Wait wait -> inLine(wait);
      case Rejected(Duration retryAfter, _) when retryAfter.isZero() && request instanceof Ask ->
          anew();
      case Rejected(Duration retryAfter, String reason) -> noRoom(reason, retryAfter);
    }
  }

  private void granted(LeaseId lease) {
    ticket = null;
    end();
    setting.observer().granted(demand.budget(), demand.priority(), waitedSoFar());
    promise.complete(lease);
  }

  /** The ticket has expired, as when this loop was late or the limiter has begun anew. */
  private void anew() {
    ticket = null;
    request(new Acquire(demand));
  }

  private void inLine(Wait wait) {
    ticket = wait.ticket();
    Duration left = patience.minus(waitedSoFar());
    if (isTooLong(wait.expected(), left)) {
      noRoomFor(wait.expected());
      return;
    }
    waited = true;
    if (left.compareTo(wait.askAgain()) <= 0) {
      timer(left, () -> noRoomFor(wait.expected()));
    } else {
      timer(wait.askAgain(), () -> request(new Ask(wait.ticket())));
    }
    if (news.isNews(wait.expected())) {
      waiting.accept(wait.expected());
    }
  }

  /**
   * At first the estimate decides. Later it may pass what is left by a quarter of the patience: it
   * moves either way, and the place in line is already worth something.
   */
  private boolean isTooLong(Duration expected, Duration left) {
    Duration bearable = waited ? left.plus(patience.dividedBy(4)) : left;
    return !left.isPositive() || expected.compareTo(bearable) > 0;
  }

  private void noRoomFor(Duration expected) {
    Duration tooMuch = expected.minus(patience);
    noRoom(
        "the model's limits leave no room in time", tooMuch.compareTo(SOON) > 0 ? tooMuch : SOON);
  }

  private void unanswered() {
    noRoom("the limiter does not answer", SOON);
  }

  private void noRoom(String reason, Duration retryAfter) {
    end();
    setting.observer().rejected(demand.budget(), demand.priority());
    promise.fail(new NoRoom(reason, retryAfter));
  }

  private void cancelled() {
    if (!done) {
      end();
      promise.fail(new CancellationException(cancellation.reason().orElse("cancelled")));
    }
  }

  private void end() {
    done = true;
    stopTimer();
    if (registration != null) {
      registration.close();
    }
    if (ticket != null) {
      setting.bus().tell(new Cancel(ticket));
    }
  }

  private void giveBack(Answer answer) {
    switch (answer) {
      case Granted(LeaseId lease) ->
          setting.bus().tell(new Settle(lease, new Settlement.NotSent(), LimitReport.NOTHING));
      case Wait wait -> setting.bus().tell(new Cancel(wait.ticket()));
      case Rejected _ -> {}
    }
  }

  private Duration waitedSoFar() {
    return Duration.between(since, setting.clock().instant());
  }

  private void timer(Duration delay, Runnable action) {
    timer =
        setting
            .vertx()
            .setTimer(
                Math.max(1, delay.toMillis()),
                _ -> {
                  timer = null;
                  action.run();
                });
  }

  private void stopTimer() {
    if (timer != null) {
      setting.vertx().cancelTimer(timer);
      timer = null;
    }
  }
}
