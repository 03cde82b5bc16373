package dev.sluice.channel.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream from a bare socket, when the test wants to: HTTP/1.1, chunked, blocking. */
final class RawSseClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private int leftInChunk;
  private int chunks;
  private boolean ended;

  /** One event as its lines say, comments and retry apart. */
  record Frame(String id, String event, String data) {}

  RawSseClient(int port, int receiveBuffer, String path) {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setReceiveBufferSize(receiveBuffer);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      in = new BufferedInputStream(socket.getInputStream(), 1024);
      String request = "GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the head, down to the blank one. */
  List<String> head() {
    var lines = new ArrayList<String>();
    for (String line = rawLine(); !line.isEmpty(); line = rawLine()) {
      lines.add(line);
    }
    return lines;
  }

  /** The next line of the body, with what ends it cut off; refuses to read past the end. */
  String line() {
    var bytes = new ByteArrayOutputStream();
    for (int b = body(); b != '\n'; b = body()) {
      if (b < 0) {
        throw new AssertionError("the stream ended; before that: " + bytes);
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  Frame frame() {
    String id = "";
    String event = "";
    String data = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      }
    }
    return new Frame(id, event, data);
  }

  /** Whatever the body still has; fails unless it ends as the protocol wants it. */
  String rest() {
    var bytes = new ByteArrayOutputStream();
    for (int b = body(); b >= 0; b = body()) {
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Reads until the connection is gone; true when the body had not been ended before. */
  boolean cutOff() {
    try {
      rest();
      return false;
    } catch (AssertionError e) {
      return true;
    } catch (UncheckedIOException e) {
      return !(e.getCause() instanceof SocketTimeoutException);
    }
  }

  int chunks() {
    return chunks;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int body() {
    if (ended) {
      return -1;
    }
    if (leftInChunk == 0) {
      leftInChunk = Integer.parseInt(rawLine(), 16);
      if (leftInChunk == 0) {
        rawLine();
        ended = true;
        return -1;
      }
      chunks++;
    }
    int b = raw();
    leftInChunk--;
    if (leftInChunk == 0) {
      rawLine();
    }
    return b;
  }

  private String rawLine() {
    var line = new StringBuilder();
    for (int b = raw(); b != '\n'; b = raw()) {
      line.append((char) b);
    }
    return line.substring(0, line.length() - 1);
  }

  private int raw() {
    try {
      int b = in.read();
      if (b < 0) {
        throw new AssertionError("the connection was closed in the middle");
      }
      return b;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
