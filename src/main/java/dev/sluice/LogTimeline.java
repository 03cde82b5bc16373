package dev.sluice;

import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.ops.Step;
import dev.sluice.run.RunSummary;
import io.vertx.core.Future;
import java.util.List;

/** A run's timeline out of its event log, read page by page, up to a bound. */
final class LogTimeline {
  private static final int PAGE = 1000;
  private static final int MOST_PAGES = 200;

  private final TimelineFold fold;
  private boolean told;
  private boolean whole = true;

  private LogTimeline(RunSummary run) {
    this.fold = new TimelineFold(run);
  }

  /** Does not fail for a run without events; fails when the log does. */
  static Future<LogTimeline> read(EventLog log, RunSummary run) {
    return new LogTimeline(run).from(log, run, EventId.ZERO, MOST_PAGES);
  }

  /** The log holds nothing of the run. */
  boolean isEmpty() {
    return !told;
  }

  /** False when the bound was reached. */
  boolean isWhole() {
    return whole;
  }

  List<Step> steps() {
    return fold.steps();
  }

  /** One step per page, not per event, and few of them. */
  private Future<LogTimeline> from(EventLog log, RunSummary run, EventId after, int pagesLeft) {
    if (pagesLeft == 0) {
      whole = false;
      return Future.succeededFuture(this);
    }
    return log.read(run.id(), after, PAGE)
        .compose(
            page -> {
              add(page);
              return page.events().size() < PAGE
                  ? Future.succeededFuture(this)
                  : from(log, run, page.events().getLast().id(), pagesLeft - 1);
            });
  }

  private void add(EventLog.LogPage page) {
    if (page.events().isEmpty()) {
      return;
    }
    if (page.trimmed()) {
      fold.trimmed(page.events().getFirst().at());
    }
    told = true;
    page.events().forEach(fold::add);
  }
}
