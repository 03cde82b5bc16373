package dev.sluice.limit;

import dev.sluice.id.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decides who may call when. Every answer is there at once; time passes only with the clock, which
 * should be one that does not jump.
 *
 * <p>Not thread-safe: confined to the limiter verticle's context.
 */
final class LimiterCore {
  private static final long SOONEST = 20 * Ticks.SECOND / 1_000;
  private static final long LATEST = Ticks.SECOND;
  private static final Cost SMALL = new Cost(1, 1);
  private static final LeaseId NO_LEASE = new LeaseId(0);
  private static final String EXPIRED = "expired";

  private final LimiterConfig config;
  private final Ticks ticks;
  private final Accounts accounts;
  private final PermitBook permits;
  private final Tickets tickets = new Tickets();
  private final Turns turns;
  private long lastTicket;
  private long ignored;

  LimiterCore(LimiterConfig config, InstantSource clock) {
    this.config = config;
    this.ticks = new Ticks(clock);
    this.accounts = new Accounts(config);
    this.permits = new PermitBook(config);
    this.turns = new Turns(config, accounts, tickets);
  }

  /** The answer to a new demand. */
  Answer acquire(Demand demand) {
    long now = advance();
    Account account = accounts.of(demand.budget(), now);
    long deadline = ticks.at(demand.deadline());
    if (account.line().size() >= config.maxWaiting()) {
      long wait = wait(account, demand.model(), demand.priority(), demand.user(), now);
      return rejected(wait, "the line is full");
    }
    if (deadline <= now) {
      return rejected(0, "its deadline has passed");
    }
    var id = new TicketId(++lastTicket);
    var ticket = new Ticket(id, account, permits(account, demand.model()), demand, now, deadline);
    account.line().add(ticket);
    turns.advance(now);
    Lease lease = ticket.lease();
    if (lease != null) {
      return new Answer.Granted(lease.id());
    }
    return placed(ticket, now);
  }

  private Answer placed(Ticket ticket, long now) {
    long expected = Forecast.wait(ticket, now);
    if (now + expected > ticket.deadline()) {
      ticket.account().line().remove(ticket);
      return rejected(now + expected - ticket.deadline(), "it would go out after its deadline");
    }
    Answer hint = hint(ticket, expected, now);
    tickets.add(ticket);
    return hint;
  }

  /** The answer to a ticket whose holder asks again; one that is gone is rejected. */
  Answer ask(TicketId id) {
    long now = advance();
    Ticket ticket = tickets.find(id);
    if (ticket == null) {
      return new Answer.Rejected(Duration.ZERO, EXPIRED);
    }
    long closed = ticket.account().closedUntil();
    if (closed > ticket.deadline()) {
      drop(ticket, now);
      return rejected(closed - now, "the budget is closed beyond its deadline");
    }
    Lease lease = ticket.lease();
    if (lease == null) {
      return hint(ticket, Forecast.wait(ticket, now), now);
    }
    if (closed > now) {
      return hint(ticket, closed - now, now);
    }
    tickets.remove(ticket);
    return new Answer.Granted(lease.id());
  }

  private Answer hint(Ticket ticket, long expected, long now) {
    long askAgain = Math.clamp(expected, SOONEST, LATEST);
    ticket.askedBy(now + askAgain + Ticks.length(config.ticketExpiry()));
    return new Answer.Wait(
        ticket.id(), Duration.ofNanos(askAgain), Duration.ofNanos(Math.max(0, expected)));
  }

  /** At least a second: who is sent away should not be back before anything has changed. */
  private static Answer rejected(long wait, String reason) {
    return new Answer.Rejected(Duration.ofNanos(Math.max(Ticks.SECOND, wait)), reason);
  }

  /** The place, and what was set aside for it, is given back. */
  void cancel(TicketId id) {
    long now = advance();
    Ticket ticket = tickets.find(id);
    if (ticket != null) {
      drop(ticket, now);
    }
  }

  private void drop(Ticket ticket, long now) {
    turns.drop(ticket, now);
    turns.advance(now);
  }

  /** Corrects the budgets by what headers said, of whichever call. */
  void learn(BudgetKey key, LimitReport report) {
    learn(key, report, NO_LEASE);
  }

  /**
   * Corrects the budgets by what the headers of this call's answer said. The provider looked when
   * it took this call, so it has seen those that went out before; their output is still to come.
   */
  void learn(BudgetKey key, LimitReport report, LeaseId lease) {
    long now = advance();
    Account account = accounts.of(key, now);
    account.buckets().refill(now);
    Lessons.UnderWay underWay =
        (tick, kind) -> {
          LeaseId seen = kind == Kind.OUTPUT_TOKENS ? NO_LEASE : lease;
          return turns.leases().since(account, tick, seen, kind);
        };
    new Lessons(config).learn(account.buckets(), report, underWay, ticks, now);
    report.closedUntil().ifPresent(until -> account.closeUntil(ticks.at(until), now));
    turns.advance(now);
  }

  /** What the lease was taken from; empty when it is unknown or has expired. */
  Optional<BudgetKey> budgetOf(LeaseId id) {
    return turns.leases().find(id).map(lease -> lease.account().key());
  }

  /** Once per lease; a lease that is unknown or has expired is ignored. */
  void settle(LeaseId id, Settlement how) {
    long now = advance();
    Lease lease = turns.leases().remove(id);
    if (lease == null) {
      ignored++;
      return;
    }
    lease.permits().release(lease.priority());
    settle(lease, how, now);
    turns.advance(now);
  }

  private static void settle(Lease lease, Settlement how, long now) {
    Account account = lease.account();
    switch (how) {
      case Settlement.Used(var usage) -> account.used(lease, Cost.of(usage), now);
      case Settlement.Unknown _ -> account.unknown(lease, now);
      case Settlement.NotSent _ -> account.notSent(lease, now);
      case Settlement.Refused _ -> account.refused(lease, now);
      case Settlement.RateLimited(_, var retryAfter) -> account.limited(lease, retryAfter, now);
    }
  }

  /** Settlements of leases that were not there, or no longer. */
  long ignored() {
    return ignored;
  }

  /** How long a new, small demand of the user would wait. */
  Duration expectedWait(BudgetKey key, String model, Priority priority, UserId user) {
    long now = advance();
    return Duration.ofNanos(wait(accounts.of(key, now), model, priority, user, now));
  }

  private long wait(Account account, String model, Priority priority, UserId user, long now) {
    long before = account.line().beforeNew(model, priority, user);
    return Forecast.wait(account, before, SMALL, permits(account, model), priority, now);
  }

  /** Where every budget stands, and every permit. */
  List<BudgetState> states() {
    long now = advance();
    var standing = new Standing(ticks, now);
    accounts.all().forEach(standing::add);
    standing.add(permits);
    return standing.states();
  }

  /** When something expires; long when nothing does. */
  Duration untilNext() {
    long now = advance();
    return Duration.ofNanos(Math.clamp(turns.nextExpiry() - now, 0, Ticks.MINUTE));
  }

  private long advance() {
    long now = ticks.now();
    turns.advance(now);
    return now;
  }

  private PermitBook.Pair permits(Account account, String model) {
    return permits.of(new PermitBook.Model(account.key().provider(), model));
  }
}
