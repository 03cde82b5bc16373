package dev.sluice.bench;

import static dev.sluice.bench.Report.number;
import static dev.sluice.bench.Report.times;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paced streams: latency, loss, time to the first token, and how many there can be. */
final class Streams {
  private static final long MOST_MILLIS = 50;

  private final Stage stage;
  private final Plan plan;
  private final Report report;

  Streams(Stage stage, Plan plan, Report report) {
    this.stage = stage;
    this.plan = plan;
    this.report = report;
  }

  private record Asked(PacedFigures figures, Cores cores, String busiest) {
    boolean holds() {
      return figures.holds(MOST_MILLIS);
    }
  }

  void measure() throws IOException {
    report.heading("Paced streams, 20 events a second each");
    report.columns(
        "streams",
        "through",
        "p50 ms",
        "p99 ms",
        "p99 / direct",
        "p99 / nginx",
        "first token p50 ms",
        "added to direct",
        "lost",
        Cores.COLUMN);
    Map<Integer, String> busiest = new LinkedHashMap<>();
    for (int size : plan.sizes()) {
      LinkedHashMap<String, Asked> round = new LinkedHashMap<>();
      for (Target target : stage.targets()) {
        round.put(target.name(), ask(target, size, plan.stamps()));
      }
      round.forEach((name, asked) -> row(name, asked, round));
      busiest.put(size, round.lastEntry().getValue().busiest());
    }
    report.heading("Busiest threads of Sluice meanwhile, in cores");
    report.columns("streams", "threads");
    busiest.forEach((size, threads) -> report.row(size.toString(), threads));
    report.heading("Most paced streams with nothing lost and p99 under " + MOST_MILLIS + " ms");
    report.columns("through", "streams", "p99 ms", "the next step: p99 ms", "lost", Cores.COLUMN);
    for (Target target : stage.targets()) {
      search(target);
    }
  }

  private void row(String name, Asked asked, Map<String, Asked> round) {
    PacedFigures figures = asked.figures();
    Asked direct = round.get("direct");
    report.row(
        Integer.toString(figures.streams()),
        name,
        number(figures.millis(50)),
        number(figures.millis(99)),
        ratio(figures, direct),
        ratio(figures, round.get("nginx")),
        number(figures.firstTokenMillis(50)),
        direct == null
            ? ""
            : number(figures.firstTokenMillis(50) - direct.figures().firstTokenMillis(50)),
        Long.toString(figures.lost()),
        asked.cores().toString());
    report.complain(figures.broken());
  }

  private static String ratio(PacedFigures figures, @Nullable Asked other) {
    return other == null ? "not installed" : times(figures.millis(99) / other.figures().millis(99));
  }

  /** Up from the middle in steps while it holds; down while it does not. */
  private void search(Target target) throws IOException {
    Asked now = ask(target, plan.searchFrom(), plan.searchStamps());
    boolean up = now.holds();
    Asked before = now;
    while (now.holds() == up && inBounds(now.figures().streams(), up)) {
      int step = up ? Plan.SEARCH_STEP : -Plan.SEARCH_STEP;
      before = now;
      now = ask(target, now.figures().streams() + step, plan.searchStamps());
    }
    if (now.holds() == up) {
      tellBound(target, now);
    } else {
      tell(target, up ? before : now, up ? now : before);
    }
  }

  private void tellBound(Target target, Asked last) {
    String streams = (last.holds() ? "at least " : "below ") + last.figures().streams();
    report.row(
        target.name(), streams, number(last.figures().millis(99)), "", "", last.cores().toString());
    report.complain(last.figures().broken());
  }

  private void tell(Target target, Asked held, Asked next) {
    report.row(
        target.name(),
        Integer.toString(held.figures().streams()),
        number(held.figures().millis(99)),
        number(next.figures().millis(99)),
        Long.toString(next.figures().lost()),
        next.cores().toString());
    report.complain(next.figures().broken());
  }

  private boolean inBounds(int streams, boolean up) {
    return up ? streams < plan.searchTo() : streams > Plan.SEARCH_STEP;
  }

  private Asked ask(Target target, int streams, int stamps) throws IOException {
    try (var generator = new Generator()) {
      var threads = Threads.of(stage.sluice().child());
      var start = Cores.Mark.now(stage);
      var figures = PacedLoad.run(generator, target, streams, stamps);
      var cores = start.until(Cores.Mark.now(stage));
      return new Asked(figures, cores, threads.busiest(Threads.of(stage.sluice().child())));
    }
  }
}
