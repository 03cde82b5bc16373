package dev.sluice.limit;

import dev.sluice.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is said over the event bus. Never leaves the process, so it is handed over as it is. */
sealed interface LimiterMessage {

  /** Answered at once. */
  sealed interface Request extends LimiterMessage {}

  /** Not answered. */
  sealed interface Notice extends LimiterMessage {}

  /** To a request. */
  sealed interface Reply extends LimiterMessage {}

  /** Answered by {@link Answered}. */
  record Acquire(Demand demand) implements Request {}

  /** Answered by {@link Answered}. */
  record Ask(TicketId ticket) implements Request {}

  /** Answered by {@link Expected}. */
  record AskExpectedWait(BudgetKey budget, String model, Priority priority, UserId user)
      implements Request {}

  /** Answered by {@link Budgets}. */
  record AskBudgets() implements Request {}

  record Cancel(TicketId ticket) implements Notice {}

  /**
   * An answer has begun.
   *
   * @param lease of its call, where that is known
   */
  record Learn(BudgetKey budget, LimitReport report, Optional<LeaseId> lease) implements Notice {}

  /**
   * A lease has ended.
   *
   * @param report what the head of a refusal said, else nothing
   */
  record Settle(LeaseId lease, Settlement settlement, LimitReport report) implements Notice {}

  record Answered(Answer answer) implements Reply {}

  record Expected(Duration time) implements Reply {}

  record Budgets(List<BudgetState> budgets) implements Reply {}
}
