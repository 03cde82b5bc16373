package dev.sluice.bench;

import static dev.sluice.bench.Report.number;

import java.io.IOException;
import java.time.Duration;

/** As much as goes: unpaced events, and short runs without tools. */
final class Throughput {
  private static final int BURST_ASKERS = 8;
  private static final int SHORT_ASKERS = 64;

  private final Stage stage;
  private final Plan plan;
  private final Report report;

  Throughput(Stage stage, Plan plan, Report report) {
    this.stage = stage;
    this.plan = plan;
    this.report = report;
  }

  private record Answered(ClosedLoop.Figures figures, Duration sluiceCpu) {
    double perCpuSecond(long count) {
      return count * 1e9 / Math.max(1.0, (double) sluiceCpu.toNanos());
    }

    double cores() {
      return (double) sluiceCpu.toNanos() / figures.took().toNanos();
    }
  }

  void measure() throws IOException {
    report.heading("Unpaced events, " + BURST_ASKERS + " streams at once");
    report.columns("through", "events/s", "lost", "cores used", "events per core second");
    for (Target target : stage.targets()) {
      ask(target, Questions.BURST, BURST_ASKERS);
      Answered answered = ask(target, Questions.BURST, BURST_ASKERS);
      var figures = answered.figures();
      report.row(
          target.name(),
          number(figures.marksPerSecond()),
          Long.toString(figures.answers() * Questions.BURST_EVENTS - figures.marks()),
          ofSluice(target, answered.cores()),
          ofSluice(target, answered.perCpuSecond(figures.marks())));
      report.complain(figures.broken());
    }
    report.heading("Short runs without tools, " + SHORT_ASKERS + " askers");
    report.columns("through", "runs/s", "cores used", "runs per core second");
    for (Target target : stage.targets()) {
      Answered answered = ask(target, Questions.SHORT, SHORT_ASKERS);
      var figures = answered.figures();
      report.row(
          target.name(),
          number(figures.answersPerSecond()),
          ofSluice(target, answered.cores()),
          ofSluice(target, answered.perCpuSecond(figures.answers())));
      report.complain(figures.broken());
    }
  }

  private Answered ask(Target target, String question, int askers) throws IOException {
    try (var generator = new Generator()) {
      Duration before = stage.sluice().child().cpu();
      var figures = ClosedLoop.run(generator, target, question, askers, plan.loop());
      return new Answered(figures, stage.sluice().child().cpu().minus(before));
    }
  }

  private static String ofSluice(Target target, double value) {
    return target instanceof Target.Sluice ? number(value) : "";
  }
}
