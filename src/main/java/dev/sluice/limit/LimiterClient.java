package dev.sluice.limit;

import dev.sluice.id.UserId;
import dev.sluice.limit.LimiterMessage.AskBudgets;
import dev.sluice.limit.LimiterMessage.AskExpectedWait;
import dev.sluice.limit.LimiterMessage.Budgets;
import dev.sluice.limit.LimiterMessage.Expected;
import dev.sluice.limit.LimiterMessage.Learn;
import dev.sluice.limit.LimiterMessage.Settle;
import dev.sluice.model.ResponseHead;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The limiter of this process, reached over the event bus; one client may serve all contexts.
 *
 * <p>While the limiter is absent nothing goes out: {@code acquire}, {@code expectedWait} and {@code
 * budgets} fail with {@link NoRoom} and a second to wait. To let calls pass unpaced would be worse,
 * as there would be nobody who counts them, and it is absent only while the process starts or ends,
 * or when it is broken. What is to be learned or settled meanwhile is lost with it.
 */
public final class LimiterClient implements Limiter {
  private static final Duration REPLY_WITHIN = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Acquisition.Setting setting;
  private final RateHeaders headers;

  /**
   * @param config the same as the limiter's
   */
  public LimiterClient(
      Vertx vertx, LimiterConfig config, InstantSource clock, LimiterObserver observer) {
    this(vertx, config, clock, observer, REPLY_WITHIN);
  }

  /** A late answer is kept for as long as the lease in it would live. */
  LimiterClient(
      Vertx vertx,
      LimiterConfig config,
      InstantSource clock,
      LimiterObserver observer,
      Duration replyWithin) {
    this.setting =
        new Acquisition.Setting(
            vertx, new LimiterBus(vertx), clock, observer, replyWithin, config.leaseExpiry());
    this.headers = new RateHeaders(config.longestWindow());
  }

  @Override
  public Future<LeaseId> acquire(
      Demand demand, Duration patience, Cancellation cancellation, Consumer<Duration> waiting) {
    var acquisition = new Acquisition(setting, demand, patience, cancellation, waiting);
    if (Context.isOnVertxThread()) {
      acquisition.start();
    } else {
      setting.vertx().getOrCreateContext().runOnContext(_ -> acquisition.start());
    }
    return acquisition.lease();
  }

  @Override
  public void learn(BudgetKey budget, ResponseHead head) {
    learn(budget, head, Optional.empty());
  }

  @Override
  public void learn(LeaseId lease, BudgetKey budget, ResponseHead head) {
    learn(budget, head, Optional.of(lease));
  }

  private void learn(BudgetKey budget, ResponseHead head, Optional<LeaseId> lease) {
    LimitReport report = read(head);
    if (!report.equals(LimitReport.NOTHING)) {
      setting.bus().tell(new Learn(budget, report, lease));
    }
  }

  @Override
  public void settle(LeaseId lease, Settlement settlement) {
    LimitReport report =
        settlement instanceof Settlement.RateLimited(ResponseHead head, _)
            ? read(head)
            : LimitReport.NOTHING;
    setting.bus().tell(new Settle(lease, settlement, report));
  }

  @Override
  public Future<Duration> expectedWait(
      BudgetKey budget, String model, Priority priority, UserId user) {
    return ask(new AskExpectedWait(budget, model, priority, user), Expected.class)
        .map(Expected::time);
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return ask(new AskBudgets(), Budgets.class).map(Budgets::budgets);
  }

  private <R extends LimiterMessage.Reply> Future<R> ask(
      LimiterMessage.Request request, Class<R> reply) {
    return setting
        .bus()
        .request(request, reply, setting.replyWithin())
        .recover(_ -> Future.failedFuture(new NoRoom("the limiter does not answer", SOON)));
  }

  /** Read here, so that the one context of the limiter has less to do. */
  private LimitReport read(ResponseHead head) {
    return headers.read(head, setting.clock().instant());
  }
}
