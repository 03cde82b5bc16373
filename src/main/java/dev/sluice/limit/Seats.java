package dev.sluice.limit;

import java.util.LinkedHashSet;

/** One user's tickets in a lane, in the order in which they came. */
final class Seats {
  private final LinkedHashSet<Ticket> tickets = new LinkedHashSet<>();
  private long turn;
  private long places;

  Seats(long turn) {
    this.turn = turn;
  }

  void add(Ticket ticket) {
    ticket.place(places++);
    tickets.add(ticket);
  }

  void remove(Ticket ticket) {
    tickets.remove(ticket);
  }

  Ticket first() {
    return tickets.getFirst();
  }

  int size() {
    return tickets.size();
  }

  boolean isEmpty() {
    return tickets.isEmpty();
  }

  /** How many of them come before it; places that were given back may count. */
  long before(Ticket ticket) {
    return Math.min(ticket.place() - first().place(), tickets.size() - 1L);
  }

  /** Whose turn it is goes by this number. */
  long turn() {
    return turn;
  }

  void turn(long number) {
    turn = number;
  }
}
