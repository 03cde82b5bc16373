package dev.sluice.event;

import dev.sluice.event.EventLog.LogPage;
import dev.sluice.id.RunId;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a reader has been given of a run and what waits for it: the bookkeeping of a tail. Pure. */
final class TailQueue {
  private final RunId run;
  private final int bound;
  private final ArrayDeque<Envelope> waiting = new ArrayDeque<>();
  private EventId position;
  private boolean gap;
  private boolean complete;

  TailQueue(RunId run, EventId after, int bound) {
    this.run = run;
    this.position = after;
    this.bound = bound;
  }

  /** What to make of an event that somebody told us of. */
  enum Hint {
    /** The successor of what we have; it waits now. */
    TAKEN,
    /** We have it. */
    KNOWN,
    /** Something lies between, or there is no room: only the log can tell. */
    READ
  }

  Hint offer(Envelope event) {
    if (complete || event.id().compareTo(position) <= 0) {
      return Hint.KNOWN;
    }
    if (!event.id().equals(position.next()) || room() <= 0) {
      return Hint.READ;
    }
    take(event);
    return Hint.TAKEN;
  }

  /** Takes what the log says follows our position. */
  void take(LogPage page) {
    gap |= page.trimmed();
    for (Envelope event : page.events()) {
      if (!complete && event.id().compareTo(position) > 0) {
        take(event);
      }
    }
  }

  /** The log does not know our position: begin anew, and say so before the next event. */
  void restart() {
    position = EventId.ZERO;
    gap = true;
  }

  private void take(Envelope event) {
    if (gap) {
      waiting.add(new Envelope(run, position, event.at(), new RunEvent.Trimmed()));
      gap = false;
    }
    waiting.add(event);
    position = event.id();
    complete = event.event() instanceof RunEvent.Done;
  }

  @Nullable Envelope poll() {
    return waiting.poll();
  }

  /** The last event taken in. */
  EventId position() {
    return position;
  }

  int room() {
    return bound - waiting.size();
  }

  int size() {
    return waiting.size();
  }

  void clear() {
    waiting.clear();
  }

  /** The last event of the run has been taken in. */
  boolean complete() {
    return complete;
  }

  /** The last event of the run has been given out. */
  boolean finished() {
    return complete && waiting.isEmpty();
  }
}
