package dev.sluice.limit;

import dev.sluice.id.UserId;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Those of one priority who wait for one budget: a lane per model, in turn. */
final class Lanes {
  private final Priority priority;
  private final LinkedHashMap<String, Lane> byModel = new LinkedHashMap<>();
  private int size;

  Lanes(Priority priority) {
    this.priority = priority;
  }

  void add(Ticket ticket) {
    byModel.computeIfAbsent(model(ticket), _ -> new Lane(priority, ticket.permits())).add(ticket);
    size++;
  }

  void remove(Ticket ticket) {
    Lane lane = lane(ticket);
    lane.remove(ticket);
    left(ticket, lane);
  }

  void served(Ticket ticket) {
    Lane lane = lane(ticket);
    lane.served(ticket);
    byModel.remove(model(ticket));
    byModel.put(model(ticket), lane);
    left(ticket, lane);
  }

  private void left(Ticket ticket, Lane lane) {
    size--;
    if (lane.size() == 0) {
      byModel.remove(model(ticket));
    }
  }

  /** The first of the lanes whose model has a permit: who waits for a permit holds up no other. */
  @Nullable Ticket first() {
    for (Lane lane : byModel.values()) {
      if (lane.isOpen()) {
        return lane.first();
      }
    }
    return null;
  }

  int size() {
    return size;
  }

  /** How many of this priority come before it. */
  long before(Ticket ticket) {
    return beforeIn(lane(ticket).before(ticket), size - 1L);
  }

  /** How many of this priority would come before a new ticket of the user. */
  long beforeNew(String model, UserId user) {
    Lane lane = byModel.get(model);
    return beforeIn(lane == null ? 0 : lane.beforeNew(user), size);
  }

  private long beforeIn(long lane, long most) {
    return Math.min(lane * byModel.size() + Math.max(0, byModel.size() - 1), most);
  }

  private Lane lane(Ticket ticket) {
    Lane lane = byModel.get(model(ticket));
    if (lane == null) {
      throw new IllegalStateException("no lane of " + model(ticket));
    }
    return lane;
  }

  private static String model(Ticket ticket) {
    return ticket.demand().model();
  }
}
