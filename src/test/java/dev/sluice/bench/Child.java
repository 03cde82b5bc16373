package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that was started here, what it uses, and its end. Everything it says is in one file.
 */
record Child(String name, Process process, Path output) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Ticks in which Linux tells the processor time of a process. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  static Child start(String name, Path folder, List<String> command) throws IOException {
    Path output = folder.resolve(name + ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(SLUICE|ANTHROPIC)_.*"));
    builder.environment().put("ANTHROPIC_API_KEY", "bench");
    return new Child(name, builder.start(), output);
  }

  long pid() {
    return process.pid();
  }

  /** The last word of the first printed line that begins so; waits for it. */
  String printed(String beginning) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      for (String line : Files.readAllLines(output)) {
        if (line.startsWith(beginning)) {
          return line.substring(line.lastIndexOf(' ') + 1);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new IllegalStateException(name + " printed no " + beginning + "; see " + output);
  }

  /** Resident memory in bytes. */
  long rss() throws IOException {
    return statusKilobytes("VmRSS:") * 1024;
  }

  /** Processor time of all its threads so far. */
  Duration cpu() throws IOException {
    return cpu(pid());
  }

  /** The same of any process. */
  static Duration cpu(long pid) throws IOException {
    return cpu(Path.of("/proc", Long.toString(pid), "stat"));
  }

  /** From the {@code stat} file of a process or thread. */
  static Duration cpu(Path file) throws IOException {
    String stat = Files.readString(file);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  /** SIGTERM, and SIGKILL for who does not go. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private long statusKilobytes(String key) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }
}
