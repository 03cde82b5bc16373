package dev.sluice.channel.http;

import java.time.Duration;

/**
 * The HTTP channel's address and limits.
 *
 * @param port 0 for any free one
 * @param maxBodyBytes of a request; more is answered with 413
 * @param maxHeaderBytes of all headers of a request; more is answered with 431
 * @param maxRequestLineBytes method, target and version; more is answered with 414
 * @param bodyTimeout from the request head to the end of its body; then 408
 * @param idleTimeout a connection on which nothing moves either way is closed; must be well above
 *     the keep-alive of event streams
 * @param shutdownTimeout what requests in flight get at shutdown, after the event streams were
 *     ended
 * @param sse how event streams are written
 */
public record HttpConfig(
    String host,
    int port,
    int maxBodyBytes,
    int maxHeaderBytes,
    int maxRequestLineBytes,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration shutdownTimeout,
    SseOptions sse) {

  public HttpConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    between("port", port, 0, 65_535);
    between("maxBodyBytes", maxBodyBytes, 1024, 64 << 20);
    between("maxHeaderBytes", maxHeaderBytes, 1024, 1 << 20);
    between("maxRequestLineBytes", maxRequestLineBytes, 256, 1 << 20);
    positive("bodyTimeout", bodyTimeout);
    positive("idleTimeout", idleTimeout);
    positive("shutdownTimeout", shutdownTimeout);
    if (idleTimeout.compareTo(sse.keepAlive().multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "idleTimeout must be at least twice the keep-alive of event streams, or it cuts them");
    }
  }

  public static HttpConfig defaults() {
    return new HttpConfig(
        "127.0.0.1",
        8080,
        1 << 20,
        16 << 10,
        8 << 10,
        Duration.ofSeconds(30),
        Duration.ofSeconds(75),
        Duration.ofSeconds(10),
        SseOptions.defaults());
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", is " + value);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be longer than nothing, is " + value);
    }
  }
}
