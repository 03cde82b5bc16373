package dev.sluice.limit;

import dev.sluice.id.UserId;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one budget. Interactive work comes first, but of every {@code every} calls one
 * is background work while there is any. Whoever's turn it is keeps it until it is granted, so a
 * large demand is not overtaken again and again by small ones.
 */
final class Line {
  private static final double WEIGHT = 0.05;

  private final Lanes interactive = new Lanes(Priority.INTERACTIVE);
  private final Lanes background = new Lanes(Priority.BACKGROUND);
  private final LinkedHashSet<Ticket> all = new LinkedHashSet<>();
  private final int every;
  private Cost wanted = Cost.NO_TOKENS;
  private int inRow;
  private double overtaken;

  Line(int every) {
    this.every = every;
  }

  void add(Ticket ticket) {
    of(ticket).add(ticket);
    all.add(ticket);
    wanted = wanted.plus(ticket.cost());
  }

  void remove(Ticket ticket) {
    of(ticket).remove(ticket);
    all.remove(ticket);
    wanted = wanted.minus(ticket.cost());
  }

  /** Who goes next, of those for whom there is a permit. */
  @Nullable Ticket next() {
    boolean due = inRow >= every - 1;
    Ticket first = due ? background.first() : interactive.first();
    if (first != null) {
      return first;
    }
    return due ? interactive.first() : background.first();
  }

  /** It was its turn. */
  void served(Ticket ticket) {
    boolean ahead = ticket.priority() == Priority.INTERACTIVE;
    boolean overtakes = ahead && background.size() > 0;
    inRow = overtakes ? inRow + 1 : 0;
    overtaken += WEIGHT * ((overtakes ? 1 : 0) - overtaken);
    of(ticket).served(ticket);
    all.remove(ticket);
    wanted = wanted.minus(ticket.cost());
  }

  /** How many calls go before it, as far as one can say. */
  long before(Ticket ticket) {
    return withOthers(ticket.priority(), of(ticket).before(ticket));
  }

  /** How many would go before a new ticket of the user. */
  long beforeNew(String model, Priority priority, UserId user) {
    return withOthers(
        priority,
        (priority == Priority.INTERACTIVE ? interactive : background).beforeNew(model, user));
  }

  private long withOthers(Priority priority, long before) {
    return switch (priority) {
      case INTERACTIVE -> before + Math.min(background.size(), (before + inRow) / (every - 1));
      case BACKGROUND -> before + overtaking(before + 1);
    };
  }

  /** Interactive work that waits now, or as much as overtook lately; never more than it may. */
  private long overtaking(long turns) {
    double lately = turns * overtaken / Math.max(1 - overtaken, 1.0 / every);
    return Math.min(Math.max(interactive.size(), (long) lately), turns * (every - 1));
  }

  int size() {
    return all.size();
  }

  /** Who waits longest. */
  @Nullable Ticket oldest() {
    return all.isEmpty() ? null : all.getFirst();
  }

  /** What all who wait would take together. */
  long wanted(Kind kind) {
    return kind == Kind.REQUESTS ? all.size() : wanted.of(kind);
  }

  private Lanes of(Ticket ticket) {
    return ticket.priority() == Priority.INTERACTIVE ? interactive : background;
  }
}
