package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEventCodec;
import dev.sluice.event.RunEventWire;
import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run's events as the store's file holds them: the measure of what a reader was told. */
final class StoredLog {
  private final List<Heard> events;

  private StoredLog(List<Heard> events) {
    this.events = List.copyOf(events);
  }

  static Connection open(Path folder) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/sluice.db"));
  }

  static StoredLog of(Connection store, String run) throws SQLException {
    var events = new ArrayList<Heard>();
    // What is among the fresh events may have been moved, and its copy left behind.
    String sql =
        "WITH its AS (SELECT id FROM log WHERE run = ?)"
            + " SELECT epoch, seq, body FROM event WHERE log = (SELECT id FROM its)"
            + " UNION SELECT epoch, seq, body FROM fresh WHERE log = (SELECT id FROM its)"
            + " ORDER BY epoch, seq";
    try (var query = store.prepareStatement(sql)) {
      query.setString(1, run);
      var rows = query.executeQuery();
      while (rows.next()) {
        var id = new EventId(rows.getLong(1), rows.getLong(2));
        events.add(told(new RunId(run), id, rows.getString(3)));
      }
    }
    return new StoredLog(events);
  }

  private static Heard told(RunId run, EventId id, String body) {
    var envelope = new Envelope(run, id, Instant.EPOCH, RunEventCodec.decode(body));
    return new Heard(
        id.toString(),
        RunEventWire.name(envelope.event()),
        Json.parse(RunEventWire.data(envelope)));
  }

  List<Heard> events() {
    return events;
  }

  long epochs() {
    return events.stream().filter(event -> event.is("start")).count();
  }

  /** Ids of one epoch count from 1 without holes, and the last event is the only {@code done}. */
  void isWhole() {
    var last = EventId.ZERO;
    for (Heard event : events) {
      EventId id = EventId.parse(event.id()).orElseThrow();
      assertThat(id).isIn(last.next(), last.nextEpoch());
      last = id;
    }
    assertThat(events.stream().filter(event -> event.is("done"))).hasSize(1);
    assertThat(events.getLast().name()).isEqualTo("done");
  }

  /**
   * The reader was told everything once, in order. Where it was told less often than the log has
   * events, the texts of neighbours of one turn were joined under the id of the last.
   */
  void wasTold(List<Heard> reader) {
    int from = 0;
    for (Heard told : reader) {
      int to = from;
      while (to < events.size() && !events.get(to).id().equals(told.id())) {
        to++;
      }
      assertThat(to)
          .as("%s is told a second time, or out of order, or is not in the log", told)
          .isLessThan(events.size());
      assertThat(told).isEqualTo(joined(events.subList(from, to + 1)));
      from = to + 1;
    }
    assertThat(from).as("events told, of those in the log").isEqualTo(events.size());
  }

  private static Heard joined(List<Heard> parts) {
    Heard last = parts.getLast();
    if (parts.size() == 1) {
      return last;
    }
    var text = new StringBuilder();
    for (Heard part : parts) {
      assertThat(part.name()).isIn("token", "thinking").isEqualTo(last.name());
      assertThat(turn(part)).isEqualTo(turn(last));
      assertThat(epoch(part)).isEqualTo(epoch(last));
      text.append(part.data().path("text").asText());
    }
    ObjectNode data = last.data().deepCopy();
    return new Heard(last.id(), last.name(), data.put("text", text.toString()));
  }

  private static JsonNode turn(Heard event) {
    return event.data().path("turn");
  }

  private static long epoch(Heard event) {
    return EventId.parse(event.id()).orElseThrow().epoch();
  }
}
