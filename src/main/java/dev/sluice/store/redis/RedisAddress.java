package dev.sluice.store.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Judges addresses of Redis without ever repeating what stands in them. Pure. */
final class RedisAddress {
  private RedisAddress() {}

  /** What is wrong with the address, worded to follow its name; empty when nothing is. */
  static Optional<String> problem(String address) {
    try {
      return problem(new URI(address));
    } catch (URISyntaxException e) {
      return Optional.of(
          "is not a URL; characters like @ / # % in a password are written as %40 %2F %23 %25");
    }
  }

  static boolean isTls(String address) {
    return address.startsWith("rediss:");
  }

  private static Optional<String> problem(URI address) {
    String scheme = address.getScheme();
    if (!"redis".equals(scheme) && !"rediss".equals(scheme)) {
      return Optional.of("must begin with redis:// or rediss://");
    }
    if (address.getHost() == null) {
      return Optional.of("must name a host");
    }
    if (address.getPort() > 65_535) {
      return Optional.of("must name a port up to 65535");
    }
    String path = address.getPath();
    if (path != null && !path.matches("/?|/\\d{1,4}")) {
      return Optional.of("must end with the host, the port or the number of a database");
    }
    return Optional.empty();
  }
}
