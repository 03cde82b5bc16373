package dev.sluice.resume;

import dev.sluice.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts events together from single bytes. What is not complete when a connection ends is lost. */
final class EventLines {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String id = "";
  private String name = "message";
  private String data = "";

  /** The event that this byte completes. */
  Optional<Heard> feed(int b) {
    if (b != '\n') {
      line.write(b);
      return Optional.empty();
    }
    String whole = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!whole.isEmpty()) {
      field(whole);
      return Optional.empty();
    }
    return Optional.of(dispatch());
  }

  private void field(String whole) {
    if (whole.startsWith("id: ")) {
      id = whole.substring(4);
    } else if (whole.startsWith("event: ")) {
      name = whole.substring(7);
    } else if (whole.startsWith("data: ")) {
      data = whole.substring(6);
    } else if (!whole.startsWith(":") && !whole.startsWith("retry: ")) {
      throw new AssertionError("no line of an event stream: " + whole);
    }
  }

  private Heard dispatch() {
    var event = new Heard(id, name, Json.parse(data));
    id = "";
    name = "message";
    data = "";
    return event;
  }
}
