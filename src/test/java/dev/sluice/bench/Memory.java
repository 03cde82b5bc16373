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
  private static final Duration SETTLING = Duration.ofSeconds(10);

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
    report.columns("each", "heap kB", "resident kB", "heap kB without", "resident kB before");
    streams();
    readers();
  }

  private void streams() throws IOException {
    Stage.Sluice sluice = warm();
    Footprint before = Footprint.of(sluice.child());
    Footprint open;
    try (var generator = new Generator()) {
      open(generator, OPEN, sluice.target().request(), sluice.target().body(Questions.HOLD));
      open = Footprint.of(sluice.child());
    }
    settle();
    tell("open stream (run, model call, reader)", before, open, Footprint.of(sluice.child()));
  }

  private void readers() throws IOException {
    Stage.Sluice sluice = warm();
    try (var asker = new Generator()) {
      String run =
          open(asker, 1, sluice.target().request(), sluice.target().body(Questions.HOLD))
              .getFirst();
      Footprint before = Footprint.of(sluice.child());
      Footprint open;
      try (var generator = new Generator()) {
        open(generator, OPEN, Storm.events(sluice.port(), run, FIRST_EVENT), "");
        open = Footprint.of(sluice.child());
      }
      settle();
      tell("idle reader", before, open, Footprint.of(sluice.child()));
    }
  }

  // What the warm-up left behind goes in its own time, so live objects are compared with
  // afterwards;
  // a JVM gives memory back late or never, so that is compared with before.
  private void tell(String what, Footprint before, Footprint open, Footprint after) {
    report.row(
        what,
        number((open.heap() - after.heap()) / 1000.0 / OPEN),
        number((open.resident() - before.resident()) / 1000.0 / OPEN),
        number(after.heap() / 1000.0),
        number(before.resident() / 1000.0));
  }

  private static void settle() {
    LockSupport.parkNanos(SETTLING.toNanos());
  }

  // As much load as is measured later, so that what grows once has grown.
  private Stage.Sluice warm() throws IOException {
    Stage.Sluice sluice = stage.freshSluice();
    try (var generator = new Generator()) {
      PacedLoad.run(generator, sluice.target(), OPEN, plan.warmUpStamps());
      ClosedLoop.run(generator, sluice.target(), Questions.SHORT, 32, Duration.ofSeconds(2));
    }
    settle();
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
            generator.stream(
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
