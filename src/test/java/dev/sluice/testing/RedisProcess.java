package dev.sluice.testing;

import static redis.embedded.core.ExecutableProvider.newJarResourceProvider;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on a free loopback port, that can be killed, stalled and started again. The binary
 * is the one of the test dependency, or the one that {@code SLUICE_TEST_REDIS_SERVER} names.
 */
public final class RedisProcess implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final List<String> settings;
  private final Path folder;
  private int port;
  private @Nullable Process process;

  public RedisProcess(String... settings) throws IOException {
    this.settings = List.of(settings);
    this.folder = Files.createTempDirectory("sluice-redis");
    for (int attempt = 1; process == null; attempt++) {
      port = freePort();
      if (!begin() && attempt == ATTEMPTS) {
        throw new IOException("redis-server does not start");
      }
    }
  }

  /** Of the one that all tests share, or that {@code SLUICE_TEST_REDIS_URL} names. */
  public static String sharedUrl() {
    return Shared.URL;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** On the same port, with nothing in it. */
  public void start() throws IOException {
    if (!begin()) {
      throw new IOException("redis-server does not start again");
    }
  }

  public void kill() throws InterruptedException {
    Process running = Objects.requireNonNull(process);
    running.destroyForcibly();
    running.waitFor();
    process = null;
  }

  /** It keeps its connections and answers nothing. */
  public void stall() throws IOException, InterruptedException {
    signal("-STOP");
  }

  public void wake() throws IOException, InterruptedException {
    signal("-CONT");
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.destroyForcibly();
    }
    Files.deleteIfExists(folder);
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(Objects.requireNonNull(process).pid());
    new ProcessBuilder("kill", name, pid).start().waitFor();
  }

  private boolean begin() throws IOException {
    var command = new ArrayList<String>();
    command.add(Binary.PATH);
    command.addAll(
        List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--appendonly", "no"));
    command.addAll(List.of("--save", "", "--dir", folder.toString()));
    command.addAll(settings);
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    BufferedReader said = started.inputReader();
    String line;
    while ((line = said.readLine()) != null) {
      if (line.contains("Ready to accept connections")) {
        Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
        process = started;
        return true;
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static final class Shared {
    static final String URL =
        Optional.ofNullable(System.getenv("SLUICE_TEST_REDIS_URL")).orElseGet(Shared::begin);

    private static String begin() {
      try {
        return new RedisProcess().url();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Unpacked once. */
  private static final class Binary {
    static final String PATH =
        Optional.ofNullable(System.getenv("SLUICE_TEST_REDIS_SERVER")).orElseGet(Binary::unpack);

    private static String unpack() {
      try {
        File file = newJarResourceProvider().get();
        file.deleteOnExit();
        return file.getAbsolutePath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
