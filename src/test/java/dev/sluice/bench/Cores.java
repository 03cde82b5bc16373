package dev.sluice.bench;

import static dev.sluice.bench.Report.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How many processor cores each process kept busy, the rest of the machine included: nginx, the
 * kernel's network work, and whoever else runs and spoils the figures.
 */
record Cores(double sluice, double simulator, double generator, double rest) {
  static final String COLUMN = "cores: Sluice + simulator + generator + rest";

  private static final int IDLE = 3;
  private static final int WAITING_FOR_DISK = 4;
  private static final int FIELDS = 8;
  private static final long MILLIS_PER_TICK = 10;

  @Override
  public String toString() {
    return String.join(" + ", number(sluice), number(simulator), number(generator), number(rest));
  }

  /** Processor time used up to a moment. */
  record Mark(long at, Duration sluice, Duration simulator, Duration generator, Duration machine) {
    static Mark now(Stage stage) throws IOException {
      return new Mark(
          System.nanoTime(),
          stage.sluice().child().cpu(),
          stage.simulator().cpu(),
          Child.cpu(ProcessHandle.current().pid()),
          machineCpu());
    }

    Cores until(Mark end) {
      double nanos = end.at() - at;
      double gateway = end.sluice().minus(sluice).toNanos() / nanos;
      double model = end.simulator().minus(simulator).toNanos() / nanos;
      double load = end.generator().minus(generator).toNanos() / nanos;
      double all = end.machine().minus(machine).toNanos() / nanos;
      return new Cores(gateway, model, load, Math.max(0, all - gateway - model - load));
    }
  }

  private static Duration machineCpu() throws IOException {
    String total = Files.readAllLines(Path.of("/proc/stat")).getFirst();
    long[] ticks =
        Stream.of(total.split(" +", -1)).skip(1).limit(FIELDS).mapToLong(Long::parseLong).toArray();
    long busy = 0;
    for (int i = 0; i < ticks.length; i++) {
      busy += i == IDLE || i == WAITING_FOR_DISK ? 0 : ticks[i];
    }
    return Duration.ofMillis(busy * MILLIS_PER_TICK);
  }
}
