package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A connection that says exactly the bytes it is told to, and reads answers as they come. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;
  private final Socket socket;

  /** An answer with its body, without the framing. */
  record Reply(int status, Map<String, String> headers, String body) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    ObjectNode json() {
      return Json.parseObject(body);
    }
  }

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
  }

  static Reply exchange(int port, String request) throws IOException {
    try (var raw = new RawHttp(port)) {
      raw.send(request);
      return raw.reply(request.startsWith("HEAD"));
    }
  }

  /** A request without a body. */
  static Reply exchange(int port, String method, String target, String... headers)
      throws IOException {
    return exchange(port, head(method, target, headers) + "\r\n");
  }

  /** A request with a JSON body. */
  static Reply post(int port, String target, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (var raw = new RawHttp(port)) {
      raw.send(
          head("POST", target, headers)
              + "Content-Type: application/json\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n");
      raw.send(bytes);
      return raw.reply(false);
    }
  }

  static String head(String method, String target, String... headers) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Reply reply(boolean toHead) throws IOException {
    Reply head = head();
    boolean bare = toHead || head.status() == 204 || head.status() == 100;
    return bare ? head : new Reply(head.status(), head.headers(), body(head.headers()));
  }

  /** Status and headers; the body is still to come. */
  Reply head() throws IOException {
    String start = line();
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(start.split(" ", -1)[1]), headers, "");
  }

  private String body(Map<String, String> headers) throws IOException {
    var body = new ByteArrayOutputStream();
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      for (var chunk = chunk(); chunk.isPresent(); chunk = chunk()) {
        body.writeBytes(chunk.get().getBytes(StandardCharsets.UTF_8));
      }
    } else {
      body.write(bytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  /** The next chunk of a chunked body; empty at its end. */
  Optional<String> chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    String text = new String(bytes(size), StandardCharsets.UTF_8);
    line();
    return size == 0 ? Optional.empty() : Optional.of(text);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("cut after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** The next line without its end. */
  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in().read(); b != '\n'; b = in().read()) {
      if (b < 0) {
        throw new EOFException("cut in a line: " + line.toString(StandardCharsets.UTF_8));
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /** Reads until the other side closes. */
  String rest() throws IOException {
    return new String(in().readAllBytes(), StandardCharsets.UTF_8);
  }

  private InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
