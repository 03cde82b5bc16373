package dev.sluice.bench;

import static dev.sluice.bench.Report.number;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Readers of as many ended runs who all come back at once, behind the first event of each. */
final class Storm {
  private static final int READERS = 1000;
  private static final String FIRST_EVENT = "1-1";

  private final Stage stage;
  private final Plan plan;
  private final Report report;

  Storm(Stage stage, Plan plan, Report report) {
    this.stage = stage;
    this.plan = plan;
    this.report = report;
  }

  void measure() {
    List<String> runs = runs();
    report.heading("Resume storm");
    report.columns("readers", "deltas replayed", "lost", "seconds until all have caught up");
    for (int round = 0; round < 2; round++) {
      AtomicLong stamps = new AtomicLong();
      Duration took = storm(runs, stamps);
      long lost = (long) runs.size() * plan.stamps() - stamps.get();
      report.row(
          Integer.toString(runs.size()),
          stamps.toString(),
          Long.toString(lost),
          number(took.toNanos() / 1e9));
    }
  }

  private List<String> runs() {
    try (var generator = new Generator()) {
      return PacedLoad.run(generator, stage.sluice().target(), READERS, plan.stamps()).runs();
    }
  }

  private Duration storm(List<String> runs, AtomicLong stamps) {
    try (var generator = new Generator()) {
      long start = System.nanoTime();
      generator.work(
          () -> Future.all(runs.stream().map(run -> read(generator, run, stamps)).toList()));
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private Future<Void> read(Generator generator, String run, AtomicLong stamps) {
    var reader = new StampReader(_ -> stamps.incrementAndGet());
    return generator.stream(
        events(stage.sluice().port(), run, FIRST_EVENT), "", _ -> {}, reader::accept);
  }

  /** The request for the events of a run behind this one. */
  static RequestOptions events(int port, String run, String after) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI("/v1/runs/" + run + "/events")
        .putHeader("accept", "text/event-stream")
        .putHeader("last-event-id", after);
  }
}
