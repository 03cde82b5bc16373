package dev.sluice.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real Postgres on a free port of this machine, with nothing to install. One serves all tests of
 * the process; the one that the environment names in {@code SLUICE_TEST_DATABASE_URL} is used
 * instead.
 */
public final class PostgresServer {
  private static @Nullable String shared;

  private PostgresServer() {}

  /** The URL of a database in which tests may do as they like. */
  public static synchronized String url() {
    String known = shared;
    if (known == null) {
      known =
          Optional.ofNullable(System.getenv("SLUICE_TEST_DATABASE_URL"))
              .orElseGet(() -> url(start(freePort(), Optional.empty())));
      shared = known;
    }
    return known;
  }

  public static String url(EmbeddedPostgres server) {
    return "postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres";
  }

  /** Starts one more; on a folder with data it goes on from there. */
  public static EmbeddedPostgres start(int port, Optional<File> folder) {
    EmbeddedPostgres.Builder builder = durable().setPort(port);
    folder.ifPresent(data -> builder.setDataDirectory(data).setCleanDataDirectory(false));
    return start(builder);
  }

  /** Starts one more on a free port, with something different about it. */
  public static EmbeddedPostgres customized(Consumer<EmbeddedPostgres.Builder> change) {
    EmbeddedPostgres.Builder builder = durable().setPort(freePort());
    change.accept(builder);
    return start(builder);
  }

  private static EmbeddedPostgres.Builder durable() {
    return EmbeddedPostgres.builder()
        .setPGStartupWait(Duration.ofMinutes(1))
        .setServerConfig("listen_addresses", "localhost")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on");
  }

  private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
