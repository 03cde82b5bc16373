package dev.sluice.limit;

import static dev.sluice.limit.CoreDesk.who;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Small interactive calls without end: each of many users has two in line at any time. */
final class Flood {
  /** 800 tokens and eight requests come back in a second. */
  static final LimiterConfig CONFIG = SomeConfig.perMinute(600, 60_000, 600_000).config();

  private final CoreDesk desk = new CoreDesk(CONFIG);
  private final List<TicketId> tickets = new ArrayList<>();
  private final int users;
  private final int small;
  private long last;

  Flood(int users, int small) {
    this.users = users;
    this.small = small;
    go();
  }

  CoreDesk desk() {
    return desk;
  }

  /** How many went before somebody who came just now, and how long that took. */
  record Overtaken(long grants, Duration waited) {}

  /** The flood goes on until the ticket is granted. */
  Overtaken whileWaiting(TicketId ticket) {
    long before = last;
    Duration waited = Duration.ZERO;
    Answer answer = desk.core.ask(ticket);
    while (answer instanceof Answer.Wait wait) {
      desk.pass(wait.askAgain());
      waited = waited.plus(wait.askAgain());
      answer = desk.core.ask(ticket);
      go();
    }
    return new Overtaken(CoreDesk.lease(answer).value() - before - 1, waited);
  }

  private void go() {
    for (TicketId ticket : List.copyOf(tickets)) {
      if (desk.core.ask(ticket) instanceof Answer.Granted(var lease)) {
        tickets.remove(ticket);
        ended(lease);
      }
    }
    for (int i = 0; tickets.size() < 2 * users; i++) {
      switch (desk.acquire(who("flood-" + i % users).taking(small, 1))) {
        case Answer.Wait wait -> tickets.add(wait.ticket());
        case Answer.Granted(var lease) -> ended(lease);
        case Answer.Rejected rejected -> throw new AssertionError(rejected);
      }
    }
  }

  private void ended(LeaseId lease) {
    desk.core.settle(lease, new Settlement.Unknown());
    last = Math.max(last, lease.value());
  }
}
