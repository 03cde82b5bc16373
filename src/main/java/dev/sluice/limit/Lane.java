package dev.sluice.limit;

import dev.sluice.id.UserId;
import java.util.LinkedHashMap;
import java.util.Objects;

/**
 * Those of one priority who wait for one model: first come first served within a user, round-robin
 * between users.
 */
final class Lane {
  private final Priority priority;
  private final PermitBook.Pair permits;
  private final LinkedHashMap<UserId, Seats> users = new LinkedHashMap<>();
  private long turns;
  private int size;

  Lane(Priority priority, PermitBook.Pair permits) {
    this.priority = priority;
    this.permits = permits;
  }

  /** Whether there is a permit for the first of them. */
  boolean isOpen() {
    return permits.free(priority) > 0;
  }

  void add(Ticket ticket) {
    users.computeIfAbsent(ticket.demand().user(), _ -> new Seats(turns++)).add(ticket);
    size++;
  }

  /** Its place is free; the user's turn stays. */
  void remove(Ticket ticket) {
    Seats seats = seats(ticket);
    seats.remove(ticket);
    size--;
    if (seats.isEmpty()) {
      users.remove(ticket.demand().user());
    }
  }

  /** Its turn is over; the user's next one comes after everybody else's. */
  void served(Ticket ticket) {
    remove(ticket);
    UserId user = ticket.demand().user();
    Seats seats = users.remove(user);
    if (seats != null) {
      seats.turn(turns++);
      users.put(user, seats);
    }
  }

  /** Only of a lane that is not empty. */
  Ticket first() {
    return users.firstEntry().getValue().first();
  }

  int size() {
    return size;
  }

  /** How many come before it; at most a little more than there are. */
  long before(Ticket ticket) {
    Seats seats = seats(ticket);
    return Math.min(before(seats, seats.before(ticket)), size - 1L);
  }

  /** How many would come before a new ticket of the user. */
  long beforeNew(UserId user) {
    Seats seats = users.get(user);
    return seats == null ? users.size() : Math.min(before(seats, seats.size()), size);
  }

  /** One of each user goes before each of the user's own, and those whose turn is earlier. */
  private long before(Seats seats, long own) {
    return Math.min(seats.turn() - firstTurn(), users.size() - 1L) + own * users.size();
  }

  private long firstTurn() {
    return users.firstEntry().getValue().turn();
  }

  private Seats seats(Ticket ticket) {
    return Objects.requireNonNull(users.get(ticket.demand().user()), "not in this lane");
  }
}
