package dev.sluice.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A stream as a test reads it: every event exactly one event line and one data line. */
record SseReading(List<Event> events) {

  record Event(String name, String data, JsonNode json) {}

  static SseReading of(String text) throws JsonProcessingException {
    List<Event> events = new ArrayList<>();
    for (String block : text.strip().split("\n\n", -1)) {
      String[] lines = block.split("\n", -1);
      if (lines.length == 2 && lines[0].startsWith("event: ") && lines[1].startsWith("data: ")) {
        String data = lines[1].substring("data: ".length());
        events.add(new Event(lines[0].substring("event: ".length()), data, Json.parse(data)));
      } else {
        throw new AssertionError("not an event: " + block);
      }
    }
    return new SseReading(events);
  }

  List<String> names() {
    return events.stream().map(Event::name).toList();
  }

  String text() {
    return joined("text");
  }

  String joined(String field) {
    return events.stream()
        .map(event -> event.json().path("delta").path(field).asText())
        .collect(Collectors.joining());
  }

  JsonNode first(String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .findFirst()
        .map(Event::json)
        .orElseThrow();
  }
}
