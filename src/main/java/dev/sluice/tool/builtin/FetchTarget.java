package dev.sluice.tool.builtin;

import dev.sluice.tool.ToolException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An address of the web that may be looked at further: http or https, an allowed port, no
 * credentials, and a host that can be read in one way only. Pure.
 *
 * @param host a name in lower case or an address literal, without brackets
 * @param path with query, without fragment
 */
record FetchTarget(boolean tls, String host, int port, String path) {
  private static final int MAX_LENGTH = 2048;
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*\\.?");
  private static final Pattern NUMERIC_END =
      Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("((0|[1-9][0-9]{0,2})(\\.(?!$)|$)){4}");

  /** Throws {@link ToolException} with what the model did wrong. */
  static FetchTarget parse(String url, Set<Integer> ports) {
    if (url.length() > MAX_LENGTH) {
      throw ToolException.input("the URL is longer than " + MAX_LENGTH + " characters");
    }
    try {
      return of(new URI(url.strip()), ports);
    } catch (URISyntaxException e) {
      throw ToolException.input("this is not a URL: " + e.getReason());
    }
  }

  /** Where a redirect leads to, checked in the same way. */
  FetchTarget redirect(String location, Set<Integer> ports) {
    try {
      return of(uri().resolve(new URI(location.strip())), ports);
    } catch (URISyntaxException e) {
      throw ToolException.unavailable("the page redirects to something that is not a URL");
    }
  }

  private static FetchTarget of(URI uri, Set<Integer> ports) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw ToolException.input("only http and https URLs can be fetched");
    }
    if (uri.getRawUserInfo() != null) {
      throw ToolException.input("a URL with credentials cannot be fetched");
    }
    boolean tls = scheme.equals("https");
    int port = uri.getPort() == -1 ? (tls ? 443 : 80) : uri.getPort();
    if (!ports.contains(port)) {
      throw ToolException.input("port " + port + " cannot be fetched from");
    }
    return new FetchTarget(tls, host(uri), port, path(uri));
  }

  private static String host(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && host.endsWith("]") && host.indexOf('%') < 0) {
      return host.substring(1, host.length() - 1);
    }
    if (uri.getHost() == null || !NAME.matcher(host).matches()) {
      throw ToolException.input("the URL needs a plain host name (ASCII, no escapes)");
    }
    if (NUMERIC_END.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
      throw ToolException.input("an IPv4 address must be written as four decimal numbers");
    }
    return host;
  }

  private static String path(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** The address, when the host is one and needs no resolving. */
  Optional<InetAddress> literal() {
    if (host.indexOf(':') < 0 && !DOTTED_QUAD.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      throw ToolException.input("the URL's host is not an IP address");
    }
  }

  URI uri() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    String defaultless = port == (tls ? 443 : 80) ? "" : ":" + port;
    return URI.create((tls ? "https" : "http") + "://" + shown + defaultless + path);
  }

  @Override
  public String toString() {
    return uri().toString();
  }
}
