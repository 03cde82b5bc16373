package dev.sluice.bench;

import static dev.sluice.bench.Report.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What an open stream, and a reader who only waits, costs; each in a process of its own. */
final class Memory {
  private static final int OPEN = 1000;

  /** The gateway lets go of readers who left, and the collector of what they held. */
  private static final Duration SETTLING = Duration.ofSeconds(6);

  private static final String FIRST_EVENT = "1-1";

  private final Stage stage;
  private final Plan plan;
  private final Report report;

  Memory(Stage stage, Plan plan, Report report) {
    this.stage = stage;
    this.plan = plan;
    this.report = report;
  }

  void measure() throws IOException {
    report.heading("Memory of Sluice, " + OPEN + " open at once");
    report.columns("each", "heap kB", "resident kB", "heap kB before", "resident kB before");
    try (var generator = new Generator()) {
      Stage.Sluice sluice = warm();
      Footprint before = Footprint.of(sluice.child());
      open(generator, OPEN, sluice.target().request(), sluice.target().body(Questions.HOLD));
      tell("open stream (run, model call, reader)", before, Footprint.of(sluice.child()));
    }
    try (var generator = new Generator()) {
      Stage.Sluice sluice = warm();
      String run =
          open(generator, 1, sluice.target().request(), sluice.target().body(Questions.HOLD))
              .getFirst();
      Footprint before = Footprint.of(sluice.child());
      open(generator, OPEN, Storm.events(sluice.port(), run, FIRST_EVENT), "");
      tell("idle reader", before, Footprint.of(sluice.child()));
    }
  }

  private void tell(String what, Footprint before, Footprint after) {
    report.row(
        what,
        number((after.heap() - before.heap()) / 1000.0 / OPEN),
        number((after.resident() - before.resident()) / 1000.0 / OPEN),
        number(before.heap() / 1000.0),
        number(before.resident() / 1000.0));
  }

  // As much load as is measured later, so that what grows once has grown.
  private Stage.Sluice warm() throws IOException {
    Stage.Sluice sluice = stage.freshSluice();
    try (var generator = new Generator()) {
      PacedLoad.run(generator, sluice.target(), OPEN, plan.warmUpStamps());
      ClosedLoop.run(generator, sluice.target(), Questions.SHORT, 32, Duration.ofSeconds(2));
    }
    LockSupport.parkNanos(SETTLING.toNanos());
    return sluice;
  }

  /** Opens so many and returns when each has said something; the ids of the runs. */
  private static List<String> open(
      Generator generator, int count, RequestOptions request, String body) {
    List<String> runs = new ArrayList<>();
    generator.work(
        () -> {
          List<Future<Void>> all = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            Promise<Void> heard = Promise.promise();
            generator
                .stream(
                    request,
                    body,
                    head -> runs.add(String.valueOf(head.getHeader("x-run-id"))),
                    bytes -> heardToken(bytes, heard))
                .onFailure(heard::tryFail);
            all.add(heard.future());
          }
          return Future.all(all);
        });
    return runs;
  }

  private static void heardToken(byte[] bytes, Promise<Void> heard) {
    if (new String(bytes, UTF_8).contains("Wait.")) {
      heard.tryComplete();
    }
  }
}
