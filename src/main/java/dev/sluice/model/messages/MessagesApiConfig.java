package dev.sluice.model.messages;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the Messages API is and how long it may take.
 *
 * @param baseUrl http or https; a base path is kept, so a gateway in front works
 * @param version the value of {@code anthropic-version}
 * @param connect until a connection is there, waiting for a free one included
 * @param firstEvent from the sending of the request to the first event of its stream
 * @param betweenEvents the longest silence in a stream; pings count as events
 * @param call the whole call
 * @param maxConnections connections at once: each running call holds one
 * @param maxWaiting calls that may wait for a connection; one more fails at once
 */
public record MessagesApiConfig(
    URI baseUrl,
    String version,
    Duration connect,
    Duration firstEvent,
    Duration betweenEvents,
    Duration call,
    int maxConnections,
    int maxWaiting,
    String userAgent) {

  public MessagesApiConfig {
    checkUrl(baseUrl);
    checkClock("connect", connect);
    checkClock("firstEvent", firstEvent);
    checkClock("betweenEvents", betweenEvents);
    checkClock("call", call);
    if (maxConnections < 1 || maxWaiting < 0) {
      throw new IllegalArgumentException(
          "maxConnections must be at least 1, maxWaiting at least 0");
    }
    if (version.isBlank() || userAgent.isBlank()) {
      throw new IllegalArgumentException("version and userAgent must not be blank");
    }
  }

  /** The public service with the clocks and sizes of the design. */
  public static MessagesApiConfig defaults() {
    return new MessagesApiConfig(
        URI.create("https://api.anthropic.com"),
        "2023-06-01",
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        64,
        16,
        "sluice/0.1");
  }

  boolean isTls() {
    return baseUrl.getScheme().equalsIgnoreCase("https");
  }

  /** Without the brackets of an IPv6 address. */
  String host() {
    String host = baseUrl.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    int port = baseUrl.getPort();
    return port >= 0 ? port : isTls() ? 443 : 80;
  }

  /** The request URI of a path of the API, below the base path. */
  String uri(String path) {
    String base = Objects.requireNonNullElse(baseUrl.getRawPath(), "");
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  /** What is wrong with a base address, to be said after its name; empty when it will do. */
  public static Optional<String> problem(URI url) {
    String scheme = Objects.requireNonNullElse(url.getScheme(), "");
    if (!(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
        || url.getHost() == null) {
      return Optional.of("must be an http or https URL with a host");
    }
    return url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null
        ? Optional.of("must have no credentials, no query and no fragment")
        : Optional.empty();
  }

  private static void checkUrl(URI url) {
    problem(url)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("baseUrl " + problem);
            });
  }

  private static void checkClock(String name, Duration clock) {
    if (clock.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 ms");
    }
  }
}
