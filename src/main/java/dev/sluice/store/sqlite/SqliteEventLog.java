package dev.sluice.store.sqlite;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEventCodec;
import dev.sluice.id.RunId;
import dev.sluice.store.sqlite.Lanes.Lane;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Events as rows. The head of a log keeps the last id after the events are dropped, for as long as
 * the run is on record: an older id is refused even then, though {@link #lastId} says {@code 0-0}.
 * The log of a run whose {@code done} was noted is sealed and takes nothing more.
 */
final class SqliteEventLog implements EventLog {
  private final Writer writer;
  private final Readers readers;
  private final Watches watches;

  SqliteEventLog(Writer writer, Readers readers, Watches watches) {
    this.writer = writer;
    this.readers = readers;
    this.watches = watches;
  }

  @Override
  public Future<Void> append(RunId run, List<Envelope> batch) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    var rows = new ArrayList<EventRow>(batch.size());
    for (Envelope event : batch) {
      // Encoded here, on the caller's thread: the one writer has enough to do.
      String body = RunEventCodec.encode(event.event());
      rows.add(new EventRow(event.id(), event.at(), body));
    }
    List<Envelope> told = List.copyOf(batch);
    return writer
        .write(Lane.BULK, new AppendEvents(run, rows), _ -> watches.tell(run, told))
        .mapEmpty();
  }

  @Override
  public Future<EventId> lastId(RunId run) {
    return readers.read(db -> newest(db, run));
  }

  @Override
  public Future<LogPage> read(RunId run, EventId after, int limit) {
    return readers.read(db -> page(db, run, after, limit));
  }

  @Override
  public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
    return watches.add(run, listener);
  }

  @Override
  public Future<Void> delete(RunId run) {
    return writer.run(Lane.CONTROL, db -> Deletions.events(db, run.value()));
  }

  private static EventId newest(Db db, RunId run) throws SQLException {
    return db.first(
            """
            SELECT epoch, seq FROM event WHERE log = (SELECT id FROM log WHERE run = ?)
            ORDER BY epoch DESC, seq DESC LIMIT 1
            """,
            row -> new EventId(row.number("epoch"), row.number("seq")),
            run.value())
        .orElse(EventId.ZERO);
  }

  private static LogPage page(Db db, RunId run, EventId after, int limit) throws SQLException {
    boolean trimmed =
        db.first(
                """
                SELECT (dropped_epoch, dropped_seq) > (?, ?) AS trimmed FROM log WHERE run = ?
                """,
                row -> row.flag("trimmed"),
                after.epoch(),
                after.seq(),
                run.value())
            .orElse(false);
    List<Envelope> events =
        db.list(
            """
            SELECT epoch, seq, at, body FROM event
            WHERE log = (SELECT id FROM log WHERE run = ?) AND (epoch, seq) > (?, ?)
            ORDER BY epoch, seq LIMIT ?
            """,
            row -> envelope(run, row),
            run.value(),
            after.epoch(),
            after.seq(),
            limit);
    return new LogPage(events, trimmed);
  }

  private static Envelope envelope(RunId run, Row row) throws SQLException {
    return new Envelope(
        run,
        new EventId(row.number("epoch"), row.number("seq")),
        row.time("at"),
        RunEventCodec.decode(row.text("body")));
  }
}
