package dev.sluice.store.redis;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunEventCodec;
import dev.sluice.id.RunId;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of events as one entry of its run's stream. The entry's id is that of the last event.
 * Field {@code p} is the id before the first event: where it is later than a reader's position,
 * something between them is gone. Field {@code e1} holds the events, one a line: id, time in
 * microseconds, {@link RunEventCodec}'s text. A later form will have another field name.
 */
record StoredBatch(EventId first, EventId last, EventId before, boolean ends, String text) {
  private static final String BEFORE = "p";
  private static final String EVENTS = "e1";

  /** The ids must rise, and there must be one. */
  static StoredBatch of(List<Envelope> batch) {
    var text = new StringBuilder(batch.size() * 160);
    for (Envelope event : batch) {
      text.append(event.id())
          .append(' ')
          .append(ChronoUnit.MICROS.between(Instant.EPOCH, event.at()))
          .append(' ')
          .append(RunEventCodec.encode(event.event()))
          .append('\n');
    }
    EventId first = batch.getFirst().id();
    Envelope last = batch.getLast();
    return new StoredBatch(
        first, last.id(), before(first), last.event() instanceof RunEvent.Done, text.toString());
  }

  /**
   * Within an epoch ids have no holes. What came before an epoch only the stream knows; where it
   * knows nothing, and this is not the first epoch, what was there is lost.
   */
  private static EventId before(EventId first) {
    if (first.seq() > 1) {
      return new EventId(first.epoch(), first.seq() - 1);
    }
    return first.epoch() > 1 ? new EventId(first.epoch(), 0) : EventId.ZERO;
  }

  boolean beginsEpoch() {
    return first.seq() <= 1;
  }

  /** What the append script wants to know. */
  List<String> arguments() {
    String marks = (beginsEpoch() ? "b" : "") + (ends ? "d" : "");
    return List.of(first.toString(), last.toString(), before.toString(), marks, text);
  }

  /** An entry of a stream, as Redis gives it. */
  static Entry entry(Response entry) {
    Response fields = entry.get(1);
    String before = null;
    String events = null;
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      switch (fields.get(i).toString()) {
        case BEFORE -> before = fields.get(i + 1).toString();
        case EVENTS -> events = fields.get(i + 1).toString();
        default -> {}
      }
    }
    if (before == null || events == null) {
      throw RedisFailures.unexpected("an entry of an event log without its fields; upgrade");
    }
    return new Entry(id(entry.get(0).toString()), id(before), events);
  }

  record Entry(EventId last, EventId before, String text) {}

  /** The id of the last event, without reading the events. */
  static EventId lastId(String text) {
    int line = text.lastIndexOf('\n', text.length() - 2) + 1;
    return id(upTo(text, line, ' '));
  }

  static List<Envelope> events(RunId run, String text) {
    var events = new ArrayList<Envelope>();
    int at = 0;
    while (at < text.length()) {
      String id = upTo(text, at, ' ');
      at += id.length() + 1;
      String micros = upTo(text, at, ' ');
      at += micros.length() + 1;
      String event = upTo(text, at, '\n');
      at += event.length() + 1;
      events.add(new Envelope(run, id(id), time(micros), RunEventCodec.decode(event)));
    }
    return events;
  }

  static EventId id(String text) {
    return EventId.parse(text)
        .orElseThrow(() -> RedisFailures.unexpected("an id in an event log is not an event's"));
  }

  private static Instant time(String micros) {
    try {
      return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    } catch (NumberFormatException e) {
      throw RedisFailures.unexpected("an event's time is not a number");
    }
  }

  private static String upTo(String text, int from, char end) {
    int to = text.indexOf(end, from);
    if (to < 0) {
      throw RedisFailures.unexpected("a batch of events ends too early");
    }
    return text.substring(from, to);
  }
}
