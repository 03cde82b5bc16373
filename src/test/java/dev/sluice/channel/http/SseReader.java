package dev.sluice.channel.http;

import java.io.IOException;
import java.util.Optional;

/**
 * Reads events from a connection whose request asked for a stream, framing and comments removed.
 */
final class SseReader {
  private final RawHttp raw;
  final RawHttp.Reply head;
  private String rest = "";

  /** An event as it came. */
  record Event(Optional<String> id, String name, String data) {}

  SseReader(RawHttp raw) throws IOException {
    this.raw = raw;
    this.head = raw.head();
  }

  /** The next event; empty when the stream was ended. */
  Optional<Event> next() throws IOException {
    var id = Optional.<String>empty();
    String name = "";
    String data = "";
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      String text = line.get();
      if (text.startsWith("id: ")) {
        id = Optional.of(text.substring(4));
      } else if (text.startsWith("event: ")) {
        name = text.substring(7);
      } else if (text.startsWith("data: ")) {
        data = text.substring(6);
      } else if (text.isEmpty()) {
        return Optional.of(new Event(id, name, data));
      }
    }
    return Optional.empty();
  }

  /** The next line, comments and {@code retry} included; empty when the stream was ended. */
  Optional<String> line() throws IOException {
    int end = rest.indexOf('\n');
    while (end < 0) {
      Optional<String> chunk = raw.chunk();
      if (chunk.isEmpty()) {
        return Optional.empty();
      }
      rest += chunk.get();
      end = rest.indexOf('\n');
    }
    String line = rest.substring(0, end);
    rest = rest.substring(end + 1);
    return Optional.of(line);
  }
}
