package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.ModelEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Streams as they come over the wire, kept as files. */
final class Fixtures {
  private static final List<String> NAMES =
      List.of(
          "context-window",
          "empty-end-turn",
          "error-midstream",
          "max-tokens",
          "max-tokens-in-tool",
          "pause-turn",
          "refusal",
          "server-tools",
          "stop-sequence",
          "terse",
          "text",
          "thinking",
          "tools",
          "unknown-stop-reason",
          "unknown-things");

  private Fixtures() {}

  static Stream<String> names() {
    return NAMES.stream();
  }

  static byte[] bytes(String name) {
    try (var in = Fixtures.class.getResourceAsStream(name + ".sse")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), UTF_8);
  }

  static List<ModelEvent> events(String name) {
    var events = new ArrayList<ModelEvent>();
    new SseDecoder()
        .feed(bytes(name), (type, data, _) -> events.add(EventDecoder.decode(type, data)));
    return events;
  }

  static MessageAccumulator accumulated(String name) {
    var message = new MessageAccumulator();
    events(name).forEach(message::accept);
    return message;
  }
}
