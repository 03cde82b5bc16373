package dev.sluice.channel.http;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunEventWire;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The bytes of a {@code text/event-stream}. Lines end with LF alone, and a comment has no blank
 * line of its own, because some clients split at two LFs and take such a comment for an event.
 * Pure.
 */
public final class SseEncoder {
  private SseEncoder() {}

  /** Appends the event. An announced gap has no id: the reader's position stays what it was. */
  public static void append(Buffer out, Envelope envelope) {
    boolean positioned = !(envelope.event() instanceof RunEvent.Trimmed);
    append(
        out,
        positioned ? Optional.of(envelope.id()) : Optional.empty(),
        RunEventWire.name(envelope.event()),
        RunEventWire.data(envelope));
  }

  /**
   * Appends an event of any vocabulary. Data of several lines arrives as such, with LF between
   * them.
   *
   * @param type without line break and NUL, else refused
   */
  static void append(Buffer out, Optional<EventId> id, String type, String data) {
    requireOneLine(type);
    var frame = new StringBuilder(data.length() + type.length() + 64);
    id.ifPresent(value -> frame.append("id: ").append(value).append('\n'));
    frame.append("event: ").append(type).append('\n');
    appendData(frame, data);
    out.appendString(frame.append('\n').toString());
  }

  /** A line that readers ignore and proxies count as life. */
  public static void appendKeepAlive(Buffer out) {
    out.appendString(": ka\n");
  }

  /** How long the reader shall wait before it comes back. */
  public static void appendRetry(Buffer out, Duration delay) {
    out.appendString("retry: " + delay.toMillis() + "\n");
  }

  private static void appendData(StringBuilder frame, String data) {
    int start = 0;
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      if (c == '\n' || c == '\r') {
        frame.append("data: ").append(data, start, i).append('\n');
        boolean pair = c == '\r' && i + 1 < data.length() && data.charAt(i + 1) == '\n';
        i += pair ? 1 : 0;
        start = i + 1;
      }
    }
    frame.append("data: ").append(data, start, data.length()).append('\n');
  }

  private static void requireOneLine(String type) {
    if (type.isEmpty() || has(type, '\n') || has(type, '\r') || has(type, '\0')) {
      throw new IllegalArgumentException("an event type is one line of text");
    }
  }

  private static boolean has(String text, char c) {
    return text.indexOf(c) >= 0;
  }
}
