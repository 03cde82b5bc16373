package dev.sluice.store.postgres;

import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the database is and who asks, as in {@code
 * postgresql://user:password@host:port/database?sslmode=verify-full&sslrootcert=ca.pem}. Takes the
 * parameters {@code application_name} and {@code search_path}, too. Says no password in any
 * message.
 *
 * @param rootCertificate whom to trust besides nobody; the JVM's authorities when absent
 * @param schema where the tables are; the server's default when absent
 */
public record PostgresUrl(
    String host,
    int port,
    String database,
    String user,
    Optional<String> password,
    SslMode sslMode,
    Optional<Path> rootCertificate,
    String applicationName,
    Optional<String> schema) {
  private static final int DEFAULT_PORT = 5432;
  private static final String SUBJECT = "the Postgres URL ";

  /** What is wrong with the URL, worded to follow its name; empty when nothing is. */
  static Optional<String> problem(String url) {
    try {
      parse(url);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()).replace(SUBJECT, ""));
    }
  }

  /**
   * Throws {@link IllegalArgumentException}, which says what is wrong and nothing of the password.
   */
  public static PostgresUrl parse(String url) {
    URI uri = uri(url);
    if (!("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))) {
      throw wrong("must begin with postgresql://");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() == null) {
      throw wrong("must name user and host, as in postgresql://user:password@host/database");
    }
    String database = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
    if (database.isEmpty() || database.contains("/")) {
      throw wrong("must name one database after the host");
    }
    String[] who = uri.getRawUserInfo().split(":", 2);
    Map<String, String> parameters = parameters(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    var parsed =
        new PostgresUrl(
            uri.getHost().replaceAll("[\\[\\]]", ""),
            uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
            decode(database),
            decode(who[0]),
            who.length > 1 ? Optional.of(decode(who[1])) : Optional.empty(),
            sslMode(parameters.remove("sslmode")),
            Optional.ofNullable(parameters.remove("sslrootcert")).map(Path::of),
            Optional.ofNullable(parameters.remove("application_name")).orElse("sluice"),
            Optional.ofNullable(parameters.remove("search_path")));
    if (!parameters.isEmpty()) {
      throw wrong("has the unknown parameters " + parameters.keySet());
    }
    return parsed;
  }

  /** The same place for one who has the password from elsewhere. */
  public PostgresUrl withPassword(String secret) {
    return new PostgresUrl(
        host,
        port,
        database,
        user,
        Optional.of(secret),
        sslMode,
        rootCertificate,
        applicationName,
        schema);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw wrong(
          "is not a URL: special characters in user and password must be written as %40 and so on");
    }
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      } else if (!pair.isEmpty()) {
        throw wrong("has a parameter without a value");
      }
    }
    return parameters;
  }

  private static SslMode sslMode(@org.jspecify.annotations.Nullable String name) {
    if (name == null) {
      return SslMode.PREFER;
    }
    try {
      return SslMode.of(name);
    } catch (IllegalArgumentException e) {
      throw wrong(
          "has an sslmode that is none of disable, allow, prefer, require, verify-ca, verify-full");
    }
  }

  /** As in paths: a plus sign is a plus sign. */
  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(SUBJECT + what);
  }
}
