package dev.sluice.limit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** All tickets by id, and which of them expires next. */
final class Tickets {
  private final Map<TicketId, Ticket> byId = new HashMap<>();
  private final PriorityQueue<Due> dues = new PriorityQueue<>(Comparator.comparingLong(Due::at));

  /** One per ticket; when it comes the ticket may be gone, or have been given more time. */
  private record Due(long at, Ticket ticket) {}

  void add(Ticket ticket) {
    byId.put(ticket.id(), ticket);
    dues.add(new Due(ticket.expires(), ticket));
  }

  @Nullable Ticket find(TicketId id) {
    return byId.get(id);
  }

  void remove(Ticket ticket) {
    ticket.goes();
    byId.remove(ticket.id());
  }

  /** Who expires next; none when nobody does. */
  @Nullable Ticket next() {
    while (!dues.isEmpty()) {
      Due due = dues.element();
      if (!due.ticket().isGone() && due.ticket().expires() <= due.at()) {
        return due.ticket();
      }
      dues.remove();
      if (!due.ticket().isGone()) {
        dues.add(new Due(due.ticket().expires(), due.ticket()));
      }
    }
    return null;
  }
}
