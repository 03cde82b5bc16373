package dev.sluice.limit;

/** How long somebody will wait, as far as one can say from who waits before and what comes back. */
final class Forecast {
  private Forecast() {}

  /** For a ticket in line. */
  static long wait(Ticket ticket, long now) {
    Account account = ticket.account();
    long before = account.line().before(ticket);
    return wait(account, before, ticket.cost(), ticket.permits(), ticket.priority(), now);
  }

  /** For a small call that so many others would go before. */
  static long wait(
      Account account,
      long before,
      Cost cost,
      PermitBook.Pair permits,
      Priority priority,
      long now) {
    account.buckets().refill(now);
    long forPermit = permitWait(before, permits, priority, account.held());
    return Math.max(0, Math.max(budgetWait(account, before, cost, now), forPermit));
  }

  private static long budgetWait(Account account, long before, Cost cost, long now) {
    Line line = account.line();
    long when = account.closedUntil();
    for (var entry : account.buckets().all().entrySet()) {
      Kind kind = entry.getKey();
      double others =
          line.size() == 0 ? 0 : (double) before * line.wanted(kind) / Math.max(1, line.size());
      when = Math.max(when, entry.getValue().whenFitsAfter(others, cost.of(kind)));
    }
    return when - now;
  }

  private static long permitWait(
      long before, PermitBook.Pair permits, Priority priority, double held) {
    long missing = before + 1 - permits.free(priority);
    return missing <= 0 ? 0 : (long) (missing * held / permits.most(priority));
  }
}
