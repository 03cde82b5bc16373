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
  private int grants;

  Flood(int users, int small) {
    this.users = users;
    this.small = small;
    go();
    grants = 0;
  }

  CoreDesk desk() {
    return desk;
  }

  /** Since the flood has begun. */
  int grants() {
    return grants;
  }

  /** So many may have been granted behind somebody who asks once in a second. */
  int grantsInASecond() {
    return 2 + Math.min(8, 800 / small);
  }

  /** The flood goes on until the ticket is granted. */
  Duration whileWaiting(TicketId ticket) {
    Duration waited = Duration.ZERO;
    Answer answer = desk.core.ask(ticket);
    while (answer instanceof Answer.Wait wait) {
      desk.pass(wait.askAgain());
      waited = waited.plus(wait.askAgain());
      answer = desk.core.ask(ticket);
      go();
    }
    CoreDesk.lease(answer);
    return waited;
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
    grants++;
  }
}
