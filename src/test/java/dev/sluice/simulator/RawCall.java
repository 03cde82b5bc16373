package dev.sluice.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller on a plain socket, who reads what he likes and leaves when he likes. */
final class RawCall implements AutoCloseable {
  private final Socket socket;

  RawCall(Simulator simulator, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nx-api-key: k\r\n"
            + "anthropic-version: 2026-10-21\r\ncontent-type: application/json\r\n"
            + "content-length: %d\r\n\r\n".formatted(bytes.length);
    this.socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads until this text has come or the stream ends; what was read. */
  String readUntil(String wanted) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      read.append((char) b);
      if (read.indexOf(wanted, Math.max(0, read.length() - wanted.length())) >= 0) {
        break;
      }
    }
    return read.toString();
  }

  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
