package dev.sluice.bench;

import static dev.sluice.bench.Report.number;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** From starting the process to the first 200 of {@code /readyz}. */
final class Startup {
  private final Stage stage;
  private final Path cache;
  private final Plan plan;
  private final Report report;

  Startup(Stage stage, Launch launch, Plan plan, Report report) {
    this.stage = stage;
    this.cache = launch.folder().resolve("sluice.aot");
    this.plan = plan;
    this.report = report;
  }

  void measure() throws IOException {
    stage.stop(stage.sluice().child());
    report.heading("From start to ready, median of " + plan.starts());
    report.columns("", "seconds", "slowest");
    row("plain", List.of());
    train();
    row("with AOT cache", List.of("-XX:AOTCache=" + cache));
  }

  private void row(String name, List<String> options) throws IOException {
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < plan.starts(); i++) {
      long start = System.nanoTime();
      Stage.Sluice sluice = stage.startSluice(options);
      took.add(Duration.ofNanos(System.nanoTime() - start));
      stage.stop(sluice.child());
    }
    Collections.sort(took);
    report.row(name, seconds(took.get(took.size() / 2)), seconds(took.getLast()));
  }

  // The cache is written when the training run ends.
  private void train() throws IOException {
    Stage.Sluice sluice = stage.startSluice(List.of("-XX:AOTCacheOutput=" + cache));
    try (var generator = new Generator()) {
      ClosedLoop.run(generator, sluice.target(), Questions.SHORT, 4, Duration.ofSeconds(2));
    }
    stage.stop(sluice.child());
  }

  private static String seconds(Duration duration) {
    return number(duration.toNanos() / 1e9);
  }
}
