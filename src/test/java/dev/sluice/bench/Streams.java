package dev.sluice.bench;

import static dev.sluice.bench.Report.number;
import static dev.sluice.bench.Report.times;

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

  void measure() {
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
        "lost");
    for (int size : plan.sizes()) {
      Map<String, PacedFigures> round = new LinkedHashMap<>();
      for (Target target : stage.targets()) {
        round.put(target.name(), ask(target, size, plan.stamps()));
      }
      round.forEach((name, figures) -> row(name, figures, round));
    }
    report.heading("Most paced streams with nothing lost and p99 under " + MOST_MILLIS + " ms");
    report.columns("through", "streams", "p99 ms", "the next step: p99 ms", "lost");
    stage.targets().forEach(this::search);
  }

  private void row(String name, PacedFigures figures, Map<String, PacedFigures> round) {
    PacedFigures direct = round.get("direct");
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
            : number(figures.firstTokenMillis(50) - direct.firstTokenMillis(50)),
        Long.toString(figures.lost()));
    report.complain(figures.broken());
  }

  private static String ratio(PacedFigures figures, @Nullable PacedFigures other) {
    return other == null ? "not installed" : times(figures.millis(99) / other.millis(99));
  }

  /** Up from the middle in steps while it holds; down while it does not. */
  private void search(Target target) {
    int streams = plan.searchFrom();
    PacedFigures now = ask(target, streams, plan.searchStamps());
    boolean up = now.holds(MOST_MILLIS);
    PacedFigures before = now;
    while (now.holds(MOST_MILLIS) == up && inBounds(streams, up)) {
      before = now;
      streams += up ? Plan.SEARCH_STEP : -Plan.SEARCH_STEP;
      now = ask(target, streams, plan.searchStamps());
    }
    tell(target, up ? before : now, up ? now : before);
  }

  private void tell(Target target, PacedFigures held, PacedFigures next) {
    boolean bounded = next.holds(MOST_MILLIS);
    PacedFigures best = bounded ? next : held;
    String streams = best.holds(MOST_MILLIS) ? Integer.toString(best.streams()) : "none";
    report.row(
        target.name(),
        bounded ? streams + " (not tried beyond)" : streams,
        number(best.millis(99)),
        bounded ? "" : number(next.millis(99)),
        bounded ? "" : Long.toString(next.lost()));
    report.complain(next.broken());
  }

  private boolean inBounds(int streams, boolean up) {
    return up ? streams < plan.searchTo() : streams > Plan.SEARCH_STEP;
  }

  private static PacedFigures ask(Target target, int streams, int stamps) {
    try (var generator = new Generator()) {
      return PacedLoad.run(generator, target, streams, stamps);
    }
  }
}
