package dev.sluice.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process of the product with an environment of its own. Its error stream goes to a file, for the
 * words of failures. {@link #close} ends it, whatever state it is in.
 */
final class SluiceProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final int SHOWN_CHARS = 6000;

  private final Process process;
  private final Path errorFile;
  private final List<String> printed = new ArrayList<>();
  private boolean silent;

  private SluiceProcess(Process process, Path errorFile) {
    this.process = process;
    this.errorFile = errorFile;
    Thread.ofVirtual().name("stdout-" + process.pid()).start(this::listen);
  }

  /** The jar that the build made, under the JDK of the tests, with the launcher's options. */
  static SluiceProcess ofJar(Path folder, Map<String, String> environment, String... arguments) {
    String jar =
        Objects.requireNonNull(
            System.getProperty("sluice.jar"), "the build sets sluice.jar to the packaged product");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Started many times: quick compilation is worth more here than fast code.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-jar", jar));
    command.addAll(List.of(arguments));
    return of(folder, environment, command);
  }

  /** Any command; nothing of this process's environment reaches it. */
  static SluiceProcess of(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path errors = Files.createTempFile(folder, "stderr", ".log");
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new SluiceProcess(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The address that it prints beside this word, such as {@code Sluice}. */
  String address(String word) {
    String line = line(word + " ");
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  /** The first printed line that begins so; waits for it. */
  synchronized String line(String beginning) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Optional<String> line = find(beginning);
    while (line.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (silent || left <= 0) {
        throw new AssertionError("it printed no line that begins with " + beginning + tellAll());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      line = find(beginning);
    }
    return line.get();
  }

  private Optional<String> find(String beginning) {
    return printed.stream().filter(line -> line.startsWith(beginning)).findFirst();
  }

  synchronized List<String> printed() {
    return List.copyOf(printed);
  }

  /** All that it wrote to its error stream so far. */
  String errors() {
    try {
      return Files.readString(errorFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: it gets no chance to do anything more. */
  void kill() {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** SIGTERM; the value is the exit code. */
  int stop() {
    terminate();
    return exitCode();
  }

  /** SIGTERM, without waiting for what comes of it. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for its end. */
  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end" + tellAll());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }

  private void listen() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(its output broke off: " + e + ")");
    } finally {
      fallSilent();
    }
  }

  private synchronized void add(String line) {
    printed.add(line);
    notifyAll();
  }

  private synchronized void fallSilent() {
    silent = true;
    notifyAll();
  }

  private String tellAll() {
    String errors = errors();
    return "\nprinted: "
        + printed()
        + "\nalive: "
        + process.isAlive()
        + "\nerrors: "
        + errors.substring(Math.max(0, errors.length() - SHOWN_CHARS));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
