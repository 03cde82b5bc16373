package dev.sluice.limit;

import dev.sluice.id.UserId;
import dev.sluice.model.ResponseHead;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The limiter as callers see it. Futures complete on the calling context; nobody waits in an
 * unanswered message.
 */
public interface Limiter {

  /**
   * Completes when the call may go out. Fails with {@link NoRoom} when that would take longer than
   * {@code patience} or pass the demand's deadline. When the cancellation fires, the place in line
   * is given back and the future fails with {@link java.util.concurrent.CancellationException}.
   *
   * @param waiting told the expected wait when there is one, and when it has moved notably
   */
  Future<LeaseId> acquire(
      Demand demand, Duration patience, Cancellation cancellation, Consumer<Duration> waiting);

  /** What the head of an answer says of the limits; to be told as soon as it is there. */
  void learn(BudgetKey budget, ResponseHead head);

  /** As above, and whose answer it was: the provider has seen the calls that went out before it. */
  default void learn(LeaseId lease, BudgetKey budget, ResponseHead head) {
    learn(budget, head);
  }

  /** The call has ended: its permit is free, its estimate becomes what it used. Only once. */
  void settle(LeaseId lease, Settlement settlement);

  /** How long a new demand of the user would wait, behind those that he has in line already. */
  Future<Duration> expectedWait(BudgetKey budget, String model, Priority priority, UserId user);

  /** Where every budget stands. */
  Future<List<BudgetState>> budgets();

  /** There is no room in time. */
  final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Duration retryAfter;

    public NoRoom(String reason, Duration retryAfter) {
      super(reason, null, false, false);
      this.retryAfter = retryAfter;
    }

    /** When a new demand would have a chance. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }
}
