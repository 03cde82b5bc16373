package dev.sluice.limit;

import org.jspecify.annotations.Nullable;

/** One demand that waits, or for which a grant is set aside until its holder asks. */
final class Ticket {
  private final TicketId id;
  private final Account account;
  private final PermitBook.Pair permits;
  private final Demand demand;
  private final Cost cost;
  private final long arrived;
  private final long deadline;
  private long place;
  private long expires;
  private boolean gone;
  private @Nullable Lease lease;

  Ticket(
      TicketId id,
      Account account,
      PermitBook.Pair permits,
      Demand demand,
      long arrived,
      long deadline) {
    this.id = id;
    this.account = account;
    this.demand = demand;
    this.permits = permits;
    this.cost = account.cost(demand.estimate());
    this.arrived = arrived;
    this.deadline = deadline;
    this.expires = arrived;
  }

  TicketId id() {
    return id;
  }

  Account account() {
    return account;
  }

  /** What it takes besides. */
  PermitBook.Pair permits() {
    return permits;
  }

  Demand demand() {
    return demand;
  }

  Priority priority() {
    return demand.priority();
  }

  Cost cost() {
    return cost;
  }

  long arrived() {
    return arrived;
  }

  long deadline() {
    return deadline;
  }

  /** Which of its user's tickets it is, counted in the order in which they came. */
  long place() {
    return place;
  }

  void place(long number) {
    place = number;
  }

  /** Its deadline, or when its holder is too late to ask. */
  long expires() {
    return expires;
  }

  /** It may be given more time, not less. */
  void askedBy(long tick) {
    expires = Math.max(expires, Math.min(deadline, tick));
  }

  boolean isGone() {
    return gone;
  }

  void goes() {
    gone = true;
  }

  /** What is set aside for it. */
  @Nullable Lease lease() {
    return lease;
  }

  void setAside(Lease granted) {
    lease = granted;
  }
}
