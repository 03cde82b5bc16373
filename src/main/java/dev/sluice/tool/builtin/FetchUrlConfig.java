package dev.sluice.tool.builtin;

import java.time.Duration;
import java.util.Set;

/**
 * How far {@code fetch_url} may go.
 *
 * @param ports that may be connected to
 * @param maxBytes of a page that are read; the rest is cut off
 * @param maxRedirects that are followed, each checked like the first address
 * @param timeout from the name look-up to the last byte, redirects included
 */
public record FetchUrlConfig(Set<Integer> ports, int maxBytes, int maxRedirects, Duration timeout) {
  public static final FetchUrlConfig DEFAULT =
      new FetchUrlConfig(Set.of(80, 443, 8080, 8443), 1024 * 1024, 3, Duration.ofSeconds(10));

  public FetchUrlConfig {
    ports = Set.copyOf(ports);
    if (ports.stream().anyMatch(port -> port < 1 || port > 65535)) {
      throw new IllegalArgumentException("fetch_url: ports must be between 1 and 65535");
    }
    if (maxBytes < 1 || maxRedirects < 0 || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "fetch_url: max bytes and timeout must be positive, max redirects not negative");
    }
  }
}
