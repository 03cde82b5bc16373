package dev.sluice.store.sqlite;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEventCodec;
import dev.sluice.id.RunId;
import dev.sluice.store.sqlite.Lanes.Lane;
import io.vertx.core.Future;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as rows. The head of a log keeps the last id after the events are dropped, for as long as
 * the run is on record: an older id is refused even then, though {@link #lastId} says {@code 0-0}.
 * The log of a run whose {@code done} was noted is sealed and takes nothing more.
 */
final class SqliteEventLog implements EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteEventLog.class);

  /** A quarter of what goes in one step, so that clearing keeps up. */
  private static final int CLEARED_EVERY = 256;

  private final Writer writer;
  private final Readers readers;
  private final Watches watches;
  private int sinceCleared;

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
        .write(Lane.BULK, new AppendEvents(run, rows), _ -> committed(run, told))
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

  /** On the writer's thread. */
  private void committed(RunId run, List<Envelope> batch) {
    watches.tell(run, batch, writer.handover());
    sinceCleared += batch.size();
    if (sinceCleared >= CLEARED_EVERY) {
      sinceCleared = 0;
      writer
          .write(Lane.BULK, db -> FreshEvents.clear(db, FreshEvents.KEPT))
          .onFailure(cause -> LOG.warn("old copies of events stay: {}", cause.getMessage()));
    }
  }

  private static EventId newest(Db db, RunId run) throws SQLException {
    return db.first(
            """
            SELECT last_epoch AS epoch, last_seq AS seq FROM log WHERE run = ?1 AND fresh_count > 0
            UNION ALL
            SELECT * FROM (
              SELECT epoch, seq FROM event WHERE log = (SELECT id FROM log WHERE run = ?1)
              ORDER BY epoch DESC, seq DESC LIMIT 1)
            """,
            row -> new EventId(row.number("epoch"), row.number("seq")),
            run.value())
        .orElse(EventId.ZERO);
  }

  /**
   * @param chain the newest of its fresh rows; 0 for none
   */
  private record Place(long log, long chain, boolean trimmed) {
    static Place of(Row row) throws SQLException {
      return new Place(row.number("id"), row.number("chain"), row.flag("trimmed"));
    }
  }

  private static LogPage page(Db db, RunId run, EventId after, int limit) throws SQLException {
    Optional<Place> found =
        db.first(
            """
            SELECT id, iif(fresh_count > 0, fresh_last, 0) AS chain,
              (dropped_epoch, dropped_seq) > (?, ?) AS trimmed
            FROM log WHERE run = ?
            """,
            Place::of,
            after.epoch(),
            after.seq(),
            run.value());
    if (found.isEmpty()) {
      return new LogPage(List.of(), false);
    }
    Place place = found.get();
    List<Envelope> events = placed(db, run, place.log(), after, limit);
    if (place.chain() > 0 && events.size() < limit) {
      events.addAll(fresh(db, run, place.chain(), after, limit - events.size()));
    }
    return new LogPage(events, place.trimmed());
  }

  private static List<Envelope> placed(Db db, RunId run, long log, EventId after, int limit)
      throws SQLException {
    return db.list(
        """
        SELECT epoch, seq, at, body FROM event WHERE log = ? AND (epoch, seq) > (?, ?)
        ORDER BY epoch, seq LIMIT ?
        """,
        row -> envelope(run, row),
        log,
        after.epoch(),
        after.seq(),
        limit);
  }

  private static List<Envelope> fresh(Db db, RunId run, long chain, EventId after, int limit)
      throws SQLException {
    return db.list(
        FreshEvents.PAGE, row -> envelope(run, row), chain, after.epoch(), after.seq(), limit);
  }

  private static Envelope envelope(RunId run, Row row) throws SQLException {
    ResultSet columns = row.columns();
    return new Envelope(
        run,
        new EventId(columns.getLong(1), columns.getLong(2)),
        Micros.instant(columns.getLong(3)),
        RunEventCodec.decode(columns.getString(4)));
  }
}
