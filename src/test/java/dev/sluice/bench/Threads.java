package dev.sluice.bench;

import static dev.sluice.bench.Report.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processor time of each thread of a process up to a moment; a thread that kept a whole core
 * busy is what limits.
 *
 * @param used by thread id and name, as Linux knows it (15 characters)
 */
record Threads(long at, Map<String, Duration> used) {
  private static final int SHOWN = 4;

  static Threads of(Child child) throws IOException {
    Map<String, Duration> used = new HashMap<>();
    long now = System.nanoTime();
    try (var tasks = Files.list(Path.of("/proc", Long.toString(child.pid()), "task"))) {
      for (Path task : tasks.toList()) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          used.put(task.getFileName() + " " + name, Child.cpu(task.resolve("stat")));
        } catch (NoSuchFileException _) {
          // It has ended meanwhile.
        }
      }
    }
    return new Threads(now, used);
  }

  /** The busiest until then, as name and cores. */
  String busiest(Threads end) {
    double nanos = end.at() - at;
    Map<String, Double> cores = new HashMap<>();
    end.used()
        .forEach(
            (thread, total) ->
                cores.put(
                    thread,
                    total.minus(used.getOrDefault(thread, Duration.ZERO)).toNanos() / nanos));
    List<String> busiest =
        cores.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .map(it -> it.getKey().replaceFirst("\\d+ ", "") + " " + number(it.getValue()))
            .toList();
    return String.join(", ", busiest);
  }
}
