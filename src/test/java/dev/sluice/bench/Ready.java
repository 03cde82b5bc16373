package dev.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a gateway to be ready for requests. */
final class Ready {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PROBE =
      "GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

  private Ready() {}

  /** Returns with the first {@code 200} of {@code /readyz}. */
  static void await(Child child, int managementPort) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(managementPort)) {
      if (!child.process().isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("Sluice does not get ready; see " + child.output());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(PROBE.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException _) {
      return false;
    }
  }
}
