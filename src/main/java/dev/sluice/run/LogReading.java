package dev.sluice.run;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import io.vertx.core.Future;

/** Reads a run's log from its beginning, page by page. */
final class LogReading {
  private static final int PAGE = 500;

  private LogReading() {}

  /** What readers have seen until now. */
  static Future<LogDigest> digest(EventLog log, RunId run) {
    return addFrom(log, run, EventId.ZERO, new LogDigest());
  }

  /**
   * What readers have seen before this epoch, read once its barrier stands in the log: from then on
   * no earlier epoch can add anything that the digest would miss.
   *
   * @param writer has been given the barrier
   */
  static Future<LogDigest> behindBarrier(RunLogWriter writer, EventLog log, RunId run, long epoch) {
    return epoch <= 1
        ? Future.succeededFuture(new LogDigest())
        : writer.flush().compose(durable -> digest(log, run)).map(seen -> seen.before(epoch));
  }

  /** How a log ends. */
  enum Ending {
    /** With {@code done}. */
    DONE,
    /** With something else: more will come. */
    OPEN,
    /** Its events are no longer kept. */
    GONE
  }

  static Future<Ending> endsWithDone(EventLog log, RunId run, EventId last) {
    if (last.seq() == 0) {
      return Future.succeededFuture(Ending.GONE);
    }
    return log.read(run, new EventId(last.epoch(), last.seq() - 1), 1)
        .map(page -> page.events().isEmpty() ? Ending.GONE : ending(page.events().getFirst()));
  }

  private static Ending ending(Envelope lastEvent) {
    return lastEvent.event() instanceof RunEvent.Done ? Ending.DONE : Ending.OPEN;
  }

  private static Future<LogDigest> addFrom(
      EventLog log, RunId run, EventId after, LogDigest digest) {
    return log.read(run, after, PAGE)
        .compose(
            page -> {
              digest.add(page);
              return page.events().size() < PAGE
                  ? Future.succeededFuture(digest)
                  : addFrom(log, run, page.events().getLast().id(), digest);
            });
  }
}
