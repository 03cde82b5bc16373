package dev.sluice.resume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP/1.1 connection, byte by byte: says exactly what it is told to, reads only when asked,
 * and leaves as it likes. Blocking; everything that breaks is an {@link IOException}.
 */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int NO_BODY = 0;
  private static final int CHUNKED = -1;

  private final Socket socket = new Socket();
  private final InputStream in;
  private int left;
  private boolean chunked;
  private boolean ended;
  private long received;

  /** The head of an answer; names are in lower case. */
  record Head(int status, Map<String, String> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  /** A whole answer. */
  record Reply(Head head, String body) {
    int status() {
      return head.status();
    }

    ObjectNode json() {
      return Json.parseObject(body);
    }
  }

  Wire(String url) throws IOException {
    this(url, 0);
  }

  /**
   * @param receiveBuffer what the kernel may keep for us; 0 leaves that to the kernel
   */
  Wire(String url, int receiveBuffer) throws IOException {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      int port = URI.create(url).getPort();
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), 4096);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A request head with its blank line. */
  static String head(String method, String target, String... headers) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** A request with a JSON body. */
  static String post(String target, String body, String... headers) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    var request = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    request.append("Content-Type: application/json\r\nContent-Length: " + length + "\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("\r\n").append(body).toString();
  }

  /** One request on a connection of its own. */
  static Reply exchange(String url, String request) throws IOException {
    try (var wire = new Wire(url)) {
      wire.send(request);
      return wire.reply();
    }
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Reply reply() throws IOException {
    return new Reply(head(), rest());
  }

  Head head() throws IOException {
    String start = line();
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    var head = new Head(Integer.parseInt(start.split(" ", -1)[1]), headers);
    begin(head);
    return head;
  }

  private void begin(Head head) {
    chunked = head.header("transfer-encoding").filter("chunked"::equals).isPresent();
    boolean bare = head.status() == 204 || head.status() < 200;
    left = bare ? NO_BODY : head.header("content-length").map(Integer::parseInt).orElse(NO_BODY);
    if (chunked) {
      left = CHUNKED;
    }
    ended = !chunked && left == NO_BODY;
  }

  /** The next byte of the body; -1 at its proper end, and nothing else looks like an end. */
  int read() throws IOException {
    if (ended) {
      return -1;
    }
    if (chunked && left <= 0) {
      left = Integer.parseInt(line(), 16);
      if (left == 0) {
        line();
        ended = true;
        return -1;
      }
    }
    int b = raw();
    received++;
    left--;
    if (left == 0) {
      endOfPiece();
    }
    return b;
  }

  private void endOfPiece() throws IOException {
    if (chunked) {
      line();
    } else {
      ended = true;
    }
  }

  /** What is left of the body, to its proper end. */
  String rest() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = read(); b >= 0; b = read()) {
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Bytes of bodies read so far. */
  long received() {
    return received;
  }

  /** Reads until the other side closes, whatever comes; how it closes does not matter. */
  void awaitClose() throws IOException {
    try {
      while (in.read() >= 0) {
        // Nobody is interested in this any more.
      }
    } catch (java.net.SocketException reset) {
      // Gone is gone.
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = raw(); b != '\n'; b = raw()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private int raw() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the connection was closed in the middle");
    }
    return b;
  }

  /** Says that nothing more will be said, and goes on listening. */
  void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves without a goodbye: the other side sees a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
