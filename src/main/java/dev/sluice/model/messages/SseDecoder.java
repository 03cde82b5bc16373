package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a {@code text/event-stream} into events, by the letter of the standard. Pure
 * and incremental: chunks may end anywhere, no byte is looked at again when more arrive. One
 * decoder reads one stream, on one thread.
 */
public final class SseDecoder {
  public static final int DEFAULT_MAX_EVENT_BYTES = 1024 * 1024;

  private static final int KEPT_BUFFER = 64 * 1024;
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxEventBytes;
  private final ByteStack line = new ByteStack();
  private final ByteStack data = new ByteStack();
  private int bomSeen;
  private boolean skipLineFeed;
  private boolean inEvent;
  private String type = "";
  private String latestType = "";
  private String lastEventId = "";
  private @Nullable Duration reconnectionTime;

  /** Takes the events of a decoder, in order, within the call that completed them. */
  @FunctionalInterface
  public interface Sink {
    void event(String type, String data, String lastEventId);
  }

  /** An event, or a line of it, is larger than the decoder takes. The decoder is of no more use. */
  public static final class EventTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private EventTooLarge(int maxEventBytes) {
      super("an event of the stream exceeds " + maxEventBytes + " bytes", null, false, false);
    }
  }

  public SseDecoder() {
    this(DEFAULT_MAX_EVENT_BYTES);
  }

  /**
   * @param maxEventBytes what an event's data and the line being read may take together
   */
  public SseDecoder(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /** Reads the whole of a chunk. Throws {@link EventTooLarge}. */
  public void feed(byte[] chunk, Sink sink) {
    feed(chunk, 0, chunk.length, sink);
  }

  /** Reads {@code chunk[from..to)}. Throws {@link EventTooLarge}. */
  public void feed(byte[] chunk, int from, int to, Sink sink) {
    int lineStart = skipBom(chunk, from, to);
    if (skipLineFeed && lineStart < to) {
      skipLineFeed = false;
      lineStart += chunk[lineStart] == '\n' ? 1 : 0;
    }
    int at = lineStart;
    while (at < to) {
      byte b = chunk[at++];
      if (b == '\n' || b == '\r') {
        endLine(chunk, lineStart, at - 1, sink);
        if (b == '\r') {
          at += skipAfterReturn(chunk, at, to);
        }
        lineStart = at;
      }
    }
    keep(chunk, lineStart, to);
  }

  /**
   * The stream has ended. Whatever was not closed by an empty line is thrown away, as the standard
   * wants it; true says that there was such a tail.
   */
  public boolean end() {
    boolean tail = inEvent || line.size() > 0 || (bomSeen > 0 && bomSeen < BOM.length);
    line.clear();
    resetEvent();
    return tail;
  }

  /** What the stream's last valid {@code retry} field asked for. */
  public Optional<Duration> reconnectionTime() {
    return Optional.ofNullable(reconnectionTime);
  }

  /** Returns where the first line goes on; a broken mark is the line's first bytes. */
  private int skipBom(byte[] chunk, int from, int to) {
    int at = from;
    while (bomSeen < BOM.length && at < to) {
      if (chunk[at] != BOM[bomSeen]) {
        line.append(BOM, 0, bomSeen);
        bomSeen = BOM.length;
        return at;
      }
      bomSeen++;
      at++;
    }
    return at;
  }

  private int skipAfterReturn(byte[] chunk, int at, int to) {
    if (at == to) {
      skipLineFeed = true;
      return 0;
    }
    return chunk[at] == '\n' ? 1 : 0;
  }

  private void keep(byte[] chunk, int from, int to) {
    checkSize(line.size() + to - from);
    line.append(chunk, from, to - from);
  }

  private void endLine(byte[] chunk, int from, int to, Sink sink) {
    if (line.size() == 0) {
      checkSize(to - from);
      read(chunk, from, to, sink);
      return;
    }
    keep(chunk, from, to);
    int length = line.size();
    read(line.bytes(), 0, length, sink);
    line.clear();
  }

  private void checkSize(int lineBytes) {
    if (lineBytes > maxEventBytes - data.size()) {
      throw new EventTooLarge(maxEventBytes);
    }
  }

  private void read(byte[] b, int from, int to, Sink sink) {
    if (from == to) {
      dispatch(sink);
      return;
    }
    if (b[from] == ':') {
      return;
    }
    inEvent = true;
    int nameEnd = from;
    while (nameEnd < to && b[nameEnd] != ':') {
      nameEnd++;
    }
    int valueStart = Math.min(nameEnd + 1, to);
    if (valueStart < to && b[valueStart] == ' ') {
      valueStart++;
    }
    field(b, from, nameEnd, valueStart, to);
  }

  private void field(byte[] b, int from, int nameEnd, int valueStart, int to) {
    if (is("data", b, from, nameEnd)) {
      data.append(b, valueStart, to - valueStart);
      data.append((byte) '\n');
    } else if (is("event", b, from, nameEnd)) {
      type = typeOf(b, valueStart, to);
    } else if (is("id", b, from, nameEnd)) {
      String id = text(b, valueStart, to);
      lastEventId = id.indexOf('\0') < 0 ? id : lastEventId;
    } else if (is("retry", b, from, nameEnd)) {
      retry(b, valueStart, to);
    }
  }

  private void dispatch(Sink sink) {
    if (data.size() == 0) {
      resetEvent();
      return;
    }
    String text = text(data.bytes(), 0, data.size() - 1);
    String name = type.isEmpty() ? "message" : type;
    resetEvent();
    sink.event(name, text, lastEventId);
  }

  private void resetEvent() {
    data.clear();
    type = "";
    inEvent = false;
  }

  /** Streams repeat few types: the same string again costs nothing. */
  private String typeOf(byte[] b, int from, int to) {
    if (!is(latestType, b, from, to)) {
      latestType = text(b, from, to);
    }
    return latestType;
  }

  private void retry(byte[] b, int from, int to) {
    long millis = 0;
    for (int i = from; i < to; i++) {
      if (b[i] < '0' || b[i] > '9' || millis > Integer.MAX_VALUE) {
        return;
      }
      millis = millis * 10 + (b[i] - '0');
    }
    if (to > from) {
      reconnectionTime = Duration.ofMillis(millis);
    }
  }

  private static String text(byte[] b, int from, int to) {
    return from == to ? "" : new String(b, from, to - from, UTF_8);
  }

  private static boolean is(String ascii, byte[] b, int from, int to) {
    if (ascii.length() != to - from) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (ascii.charAt(i) != b[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** Bytes that grow at their end; what one large event took is given back. */
  private static final class ByteStack {
    private byte[] bytes = new byte[512];
    private int size;

    byte[] bytes() {
      return bytes;
    }

    int size() {
      return size;
    }

    void append(byte b) {
      makeRoom(1);
      bytes[size++] = b;
    }

    void append(byte[] from, int at, int length) {
      makeRoom(length);
      System.arraycopy(from, at, bytes, size, length);
      size += length;
    }

    void clear() {
      size = 0;
      if (bytes.length > KEPT_BUFFER) {
        bytes = new byte[512];
      }
    }

    private void makeRoom(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }
  }
}
