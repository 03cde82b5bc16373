package dev.sluice.channel.http;

import dev.sluice.event.Coalescer;
import dev.sluice.event.Envelope;
import dev.sluice.event.RunEvent;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that wait for one reader, within bounds. Pure. */
final class SseQueue {
  private static final int PER_EVENT = 256;

  private final int maxEvents;
  private final int maxBytes;
  private final ArrayDeque<Envelope> events = new ArrayDeque<>();
  private long bytes;

  SseQueue(int maxEvents, int maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the event unless a bound has been reached before it: one event of any size fits in an
   * otherwise empty queue, or its reader could never pass it.
   */
  boolean offer(Envelope event) {
    if (full()) {
      return false;
    }
    add(event);
    return true;
  }

  boolean full() {
    return events.size() >= maxEvents || bytes >= maxBytes;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  @Nullable Envelope poll() {
    Envelope first = events.poll();
    bytes -= first == null ? 0 : weight(first);
    return first;
  }

  /** Joins adjacent text, up to the length. */
  void join(int maxLength) {
    var joined = Coalescer.join(List.copyOf(events), maxLength);
    clear();
    joined.forEach(this::add);
  }

  void clear() {
    events.clear();
    bytes = 0;
  }

  /** What the waiting events take of the heap, roughly and rather too much. */
  long bytes() {
    return bytes;
  }

  private void add(Envelope event) {
    events.add(event);
    bytes += weight(event);
  }

  private static long weight(Envelope envelope) {
    long chars =
        switch (envelope.event()) {
          case RunEvent.TextAdded e -> e.text().length();
          case RunEvent.ThinkingAdded e -> e.text().length();
          case RunEvent.ToolStarted e -> e.args().length();
          case RunEvent.ToolEnded e -> e.error().map(String::length).orElse(0);
          case RunEvent.Failed e -> e.message().length();
          case RunEvent.Rewound e -> e.reason().length();
          case RunEvent.Done e -> e.reason().map(String::length).orElse(0);
          case RunEvent.Started _, RunEvent.Status _, RunEvent.UsageReported _ -> 0;
        };
    return PER_EVENT + 2 * chars;
  }
}
