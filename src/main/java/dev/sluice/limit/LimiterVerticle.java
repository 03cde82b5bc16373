package dev.sluice.limit;

import dev.sluice.id.UserId;
import dev.sluice.limit.LimiterMessage.Acquire;
import dev.sluice.limit.LimiterMessage.Answered;
import dev.sluice.limit.LimiterMessage.Ask;
import dev.sluice.limit.LimiterMessage.AskBudgets;
import dev.sluice.limit.LimiterMessage.AskExpectedWait;
import dev.sluice.limit.LimiterMessage.Budgets;
import dev.sluice.limit.LimiterMessage.Cancel;
import dev.sluice.limit.LimiterMessage.Expected;
import dev.sluice.limit.LimiterMessage.Learn;
import dev.sluice.limit.LimiterMessage.Settle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one limiter of a process: owns every budget on its context and answers at once. Who is to
 * wait gets a ticket and asks again, so nothing is ever parked in an unanswered message. One
 * instance.
 */
public final class LimiterVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LimiterVerticle.class);
  private static final long HOUSEKEEPING_MILLIS = 1000;
  private static final int DEFECT = 500;

  private final LimiterCore core;
  private final InstantSource clock;
  private final LimiterObserver observer;
  private final DeliveryOptions options = LimiterBus.options();

  public LimiterVerticle(LimiterConfig config, InstantSource clock, LimiterObserver observer) {
    this.core = new LimiterCore(config, clock);
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public Future<?> start() {
    LimiterCodec.register(vertx.eventBus());
    // What is due happens with every call, so a call that changes nothing is enough.
    vertx.setPeriodic(HOUSEKEEPING_MILLIS, _ -> core.untilNext());
    return vertx
        .eventBus()
        .<LimiterMessage>localConsumer(LimiterBus.ADDRESS, this::handle)
        .completion();
  }

  /** A defect is this request's, not the limiter's end. */
  private void handle(Message<LimiterMessage> message) {
    try {
      switch (message.body()) {
        case LimiterMessage.Request request -> message.reply(reply(request), options);
        case LimiterMessage.Notice notice -> take(notice);
        case LimiterMessage.Reply reply -> throw new IllegalStateException("unasked: " + reply);
      }
    } catch (RuntimeException e) {
      LOG.error("a message could not be handled: {}", message.body().getClass().getSimpleName(), e);
      message.fail(DEFECT, "a defect of the limiter");
    }
  }

  private LimiterMessage.Reply reply(LimiterMessage.Request request) {
    return switch (request) {
      case Acquire(Demand demand) -> new Answered(core.acquire(demand));
      case Ask(TicketId ticket) -> new Answered(core.ask(ticket));
      case AskExpectedWait(BudgetKey budget, String model, Priority priority, UserId user) ->
          new Expected(core.expectedWait(budget, model, priority, user));
      case AskBudgets() -> new Budgets(core.states());
    };
  }

  private void take(LimiterMessage.Notice notice) {
    switch (notice) {
      case Cancel(TicketId ticket) -> core.cancel(ticket);
      case Learn(BudgetKey budget, LimitReport report, Optional<LeaseId> lease) ->
          lease.ifPresentOrElse(
              id -> core.learn(budget, report, id), () -> core.learn(budget, report));
      case Settle settle -> settle(settle);
    }
  }

  private void settle(Settle settle) {
    Optional<BudgetKey> budget = core.budgetOf(settle.lease());
    if (!settle.report().equals(LimitReport.NOTHING)) {
      budget.ifPresent(key -> core.learn(key, settle.report(), settle.lease()));
    }
    core.settle(settle.lease(), settle.settlement());
    if (settle.settlement() instanceof Settlement.RateLimited) {
      budget.ifPresent(this::tellHowLongItIsClosed);
    }
  }

  private void tellHowLongItIsClosed(BudgetKey budget) {
    core.states().stream()
        .filter(state -> state.key().equals(budget))
        .flatMap(state -> state.closedUntil().stream())
        .max(Instant::compareTo)
        .ifPresent(until -> observer.closed(budget, Duration.between(clock.instant(), until)));
  }
}
