package dev.sluice.limit;

import java.time.Duration;

/** What the limiter says to a demand, at once. */
public sealed interface Answer {

  /** The call may go out; settle the lease when it has ended. */
  record Granted(LeaseId lease) implements Answer {}

  /**
   * The ticket keeps the place in line.
   *
   * @param askAgain when to ask with the ticket; later than that it may have expired
   * @param expected the wait until it will be granted, as far as one can say; may move either way
   */
  record Wait(TicketId ticket, Duration askAgain, Duration expected) implements Answer {}

  /**
   * It cannot go out in time, or the line is full.
   *
   * @param retryAfter when a new demand would have a chance
   */
  record Rejected(Duration retryAfter, String reason) implements Answer {}
}
