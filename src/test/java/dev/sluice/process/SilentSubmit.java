package dev.sluice.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A caller who submits a run and never reads the answer. */
final class SilentSubmit implements AutoCloseable {
  private final Socket socket;

  SilentSubmit(String url, String body, String key) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        """
        POST /v1/runs HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        Idempotency-Key: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(key, content.length);
    var out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(content);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
