package dev.sluice.event;

import dev.sluice.event.EventLog.LogPage;
import dev.sluice.id.RunId;
import io.vertx.core.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Reads one run's log, one page at a time; repeats a failed read after a growing delay and gives up
 * after too many in a row. Confined to one context.
 */
final class LogReader {
  private final EventLog log;
  private final RunId run;
  private final TailTimers timers;
  private final TailPace pace;
  private final Consumer<Throwable> onGivenUp;
  private TailTimers.Timer timer = () -> {};
  private long current;
  private int failures;
  private boolean busy;

  LogReader(
      EventLog log, RunId run, TailTimers timers, TailPace pace, Consumer<Throwable> onGivenUp) {
    this.log = log;
    this.run = run;
    this.timers = timers;
    this.pace = pace;
    this.onGivenUp = onGivenUp;
  }

  /**
   * @param last the log's newest event, where it was asked for
   * @param unknownPosition it is older than the position that was asked for
   */
  record Found(LogPage page, int limit, EventId last, boolean unknownPosition) {
    /** There is nothing, where there was something. */
    boolean isEmptied() {
      return unknownPosition && last.equals(EventId.ZERO);
    }

    boolean mayHaveMore() {
      return page.events().size() >= limit;
    }
  }

  /** A read is under way, or waits to be repeated. */
  boolean busy() {
    return busy;
  }

  void read(EventId after, int limit, Consumer<Found> onFound) {
    busy = true;
    long number = ++current;
    Runnable again = () -> read(after, limit, onFound);
    timer =
        timers.once(
            pace.readTimeout(),
            () -> failed(number, new TimeoutException("the event log does not answer"), again));
    find(after, limit)
        .onComplete(
            result -> {
              if (result.succeeded()) {
                found(number, result.result(), onFound);
              } else {
                failed(number, result.cause(), again);
              }
            });
  }

  /** Forgets the read under way. */
  void stop() {
    current++;
    busy = false;
    timer.cancel();
  }

  private Future<Found> find(EventId after, int limit) {
    return log.read(run, after, limit)
        .compose(
            page ->
                page.events().isEmpty()
                    ? log.lastId(run)
                        .map(last -> new Found(page, limit, last, last.compareTo(after) < 0))
                    : Future.succeededFuture(
                        new Found(page, limit, page.events().getLast().id(), false)));
  }

  private void found(long number, Found found, Consumer<Found> onFound) {
    if (number == current) {
      stop();
      failures = 0;
      onFound.accept(found);
    }
  }

  private void failed(long number, Throwable cause, Runnable again) {
    if (number != current) {
      return;
    }
    stop();
    failures++;
    if (failures >= pace.attempts()) {
      onGivenUp.accept(cause);
    } else {
      busy = true;
      timer = timers.once(pace.delay(failures), again);
    }
  }
}
