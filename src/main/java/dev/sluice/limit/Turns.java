package dev.sluice.limit;

import org.jspecify.annotations.Nullable;

/**
 * Grants, in order, as time passes. What becomes possible between two looks is granted as of when
 * it did, so it does not matter for the throughput how often somebody looks.
 */
final class Turns {
  private final Accounts accounts;
  private final Tickets tickets;
  private final Leases leases;
  private long lastLease;

  /** Everything that was possible until then has been decided. */
  private long decided = -Ticks.NEVER;

  Turns(LimiterConfig config, Accounts accounts, Tickets tickets) {
    this.accounts = accounts;
    this.tickets = tickets;
    this.leases = new Leases(config);
  }

  Leases leases() {
    return leases;
  }

  /** Who goes next, and when. */
  private record Turn(Ticket ticket, long at) {}

  void advance(long now) {
    while (true) {
      Turn turn = earliest();
      long expiry = nextExpiry();
      long next = turn == null ? expiry : Math.min(expiry, turn.at());
      if (next > now) {
        decided = now;
        return;
      }
      decided = Math.max(decided, next);
      if (turn != null && turn.at() < expiry) {
        grant(turn.ticket(), decided);
      } else {
        expire(decided);
      }
    }
  }

  /** When a ticket or a lease expires next. */
  long nextExpiry() {
    Ticket ticket = tickets.next();
    return Math.min(leases.nextExpiry(), ticket == null ? Ticks.NEVER : ticket.expires());
  }

  private @Nullable Turn earliest() {
    Turn earliest = null;
    for (Account account : accounts.all()) {
      Ticket ticket = account.line().next();
      if (ticket != null) {
        long at = Math.max(decided, account.buckets().whenFits(ticket.cost()));
        earliest = earliest == null || at < earliest.at() ? new Turn(ticket, at) : earliest;
      }
    }
    return earliest;
  }

  private void grant(Ticket ticket, long at) {
    Account account = ticket.account();
    account.line().served(ticket);
    ticket.permits().take(ticket.priority());
    Lease.Marks marks = account.buckets().take(ticket.cost(), at);
    var lease =
        new Lease(
            new LeaseId(++lastLease),
            account,
            ticket.permits(),
            ticket.priority(),
            ticket.demand().estimate(),
            ticket.cost(),
            at,
            marks);
    ticket.setAside(lease);
    leases.add(lease);
  }

  private void expire(long at) {
    Ticket ticket = tickets.next();
    if (ticket != null && ticket.expires() <= leases.nextExpiry()) {
      drop(ticket, at);
    } else {
      Lease lease = leases.oldest();
      leases.remove(lease.id());
      lease.permits().release(lease.priority());
    }
  }

  /** Its place is free again, or what was set aside for it. */
  void drop(Ticket ticket, long at) {
    tickets.remove(ticket);
    Lease lease = ticket.lease();
    if (lease == null) {
      ticket.account().line().remove(ticket);
    } else if (leases.remove(lease.id()) != null) {
      lease.permits().release(lease.priority());
      lease.account().notSent(lease, at);
    }
  }
}
