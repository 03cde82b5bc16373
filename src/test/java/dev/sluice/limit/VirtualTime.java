package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that goes from event to event; what comes at the same time comes as it was planned. */
final class VirtualTime implements InstantSource {
  static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private Instant now = BEGIN;
  private long number;

  private record Event(Instant at, long number, Runnable what) {}

  @Override
  public Instant instant() {
    return now;
  }

  Duration since(Instant earlier) {
    return Duration.between(earlier, now);
  }

  void at(Instant when, Runnable what) {
    events.add(new Event(when, number++, what));
  }

  void after(Duration delay, Runnable what) {
    at(now.plus(delay), what);
  }

  /** Until nothing more is planned. */
  void run() {
    while (!events.isEmpty()) {
      Event event = events.remove();
      now = event.at();
      event.what().run();
    }
  }
}
