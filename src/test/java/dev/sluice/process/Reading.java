package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.event.EventId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one reader has of one run, put together by the rules of the API alone: pieces of a turn
 * joined, turns apart, rewound turns gone. Refuses what breaks those rules. Not thread-safe.
 */
final class Reading {
  private final String run;
  private final List<Sse.Event> events = new ArrayList<>();
  private final SortedMap<Integer, StringBuilder> text = new TreeMap<>();
  private final SortedMap<Integer, StringBuilder> thinking = new TreeMap<>();
  private EventId last = EventId.ZERO;

  Reading(String run) {
    this.run = run;
  }

  /** Of one stream read from beginning to end. */
  static Reading of(String run, List<Sse.Event> events) {
    var reading = new Reading(run);
    events.forEach(reading::add);
    return reading;
  }

  void add(Sse.Event event) {
    EventId id = EventId.parse(event.id()).orElseThrow();
    assertThat(id).as("an id of %s after %s", run, last).isGreaterThan(last);
    assertThat(isDone()).as("%s has ended before %s", run, event).isFalse();
    assertThat(event.data().path("run_id").asText()).isEqualTo(run);
    if (id.epoch() > last.epoch()) {
      assertThat(event.name())
          .as("the first event of epoch %s of %s", id.epoch(), run)
          .isEqualTo("start");
    }
    last = id;
    events.add(event);
    apply(event);
  }

  private void apply(Sse.Event event) {
    int turn = event.data().path("turn").asInt();
    String piece = event.data().path("text").asText();
    switch (event.name()) {
      case "token" -> text.computeIfAbsent(turn, none -> new StringBuilder()).append(piece);
      case "thinking" -> thinking.computeIfAbsent(turn, none -> new StringBuilder()).append(piece);
      case "rewind" -> {
        text.remove(turn);
        thinking.remove(turn);
      }
      default -> {}
    }
  }

  /** Where to resume. */
  Optional<String> lastId() {
    return events.isEmpty() ? Optional.empty() : Optional.of(last.toString());
  }

  boolean isDone() {
    return !events.isEmpty() && events.getLast().name().equals("done");
  }

  /** {@code done}'s status; empty while there is none. */
  String status() {
    return isDone() ? events.getLast().data().path("status").asText() : "";
  }

  String text() {
    return joined(text);
  }

  String thinking() {
    return joined(thinking);
  }

  List<Sse.Event> named(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  /** One field of all events of a name. */
  List<String> values(String name, String field) {
    return named(name).stream().map(event -> event.data().path(field).asText()).toList();
  }

  /** What all reported model calls cost together. */
  BigDecimal reportedCost() {
    return named("usage").stream()
        .map(event -> event.data().path("cost_usd").decimalValue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String joined(SortedMap<Integer, StringBuilder> turns) {
    return turns.values().stream().map(String::valueOf).collect(Collectors.joining("\n\n"));
  }
}
