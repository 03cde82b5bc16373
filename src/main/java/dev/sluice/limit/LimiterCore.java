package dev.sluice.limit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Decides who may call when. Not thread-safe: confined to the limiter verticle's context. */
final class LimiterCore {
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final LimiterConfig config;
  private final InstantSource clock;
  private long last;

  LimiterCore(LimiterConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The answer to a new demand. */
  Answer acquire(Demand demand) {
    return demand.deadline().isBefore(clock.instant())
        ? new Answer.Rejected(config.firstClosed(), "its deadline has passed")
        : new Answer.Granted(new LeaseId(++last));
  }

  /** The answer to a ticket whose holder asks again. */
  Answer ask(TicketId ticket) {
    return new Answer.Rejected(Duration.ZERO, "expired");
  }

  /** The place, and what was set aside for it, is given back. */
  void cancel(TicketId ticket) {}

  /** Corrects the budgets by what headers said. */
  void learn(BudgetKey key, LimitReport report) {}

  /** Once per lease; a lease that is unknown or has expired is ignored. */
  void settle(LeaseId lease, Settlement how) {}

  /** What the lease was taken from; empty when it is unknown or has expired. */
  Optional<BudgetKey> budgetOf(LeaseId lease) {
    return Optional.empty();
  }

  /** How long a new demand like this would wait. */
  Duration expectedWait(BudgetKey key, String model, Priority priority) {
    return Duration.ZERO;
  }

  /** Where every budget stands. */
  List<BudgetState> states() {
    return List.of();
  }

  /** When something expires. */
  Duration untilNext() {
    return IDLE;
  }
}
