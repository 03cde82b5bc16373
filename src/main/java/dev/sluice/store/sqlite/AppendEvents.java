package dev.sluice.store.sqlite;

import dev.sluice.event.EventId;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.id.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hot path: moves the head of a log if the ids allow it, and adds the rows. A few become {@link
 * FreshEvents}, many at once go to their place.
 */
record AppendEvents(RunId run, List<EventRow> rows) implements Work<Integer> {
  /** So many fill a good part of a page by themselves. */
  private static final int MANY = 16;

  private static final int LONGEST_CHAIN = 128;

  /** A log's chain is moved whenever the log has grown by so many. */
  private static final int STRETCH = 64;

  private static final RowInserts EVENTS = new RowInserts("event (log, epoch, seq, at, body)", 5);
  private static final RowInserts FRESH =
      new RowInserts("fresh (log, epoch, seq, at, body, id, before)", 7);

  /** Rows get the numbers up to the new {@code fresh_last}; the last argument is how many. */
  private static final String ADVANCE =
      """
      UPDATE log SET last_epoch = ?1, last_seq = ?2, last_at = ?3,
        fresh_before = iif(fresh_count > 0, fresh_last, 0),
        fresh_first =
          iif(fresh_count > 0, fresh_first, (SELECT coalesce(max(id), 0) FROM fresh) + 1),
        fresh_last = (SELECT coalesce(max(id), 0) FROM fresh) + ?7,
        fresh_count = fresh_count + ?7
      WHERE run = ?4 AND (last_epoch, last_seq) < (?5, ?6) AND sealed = 0
      RETURNING id, fresh_count, fresh_last, fresh_before
      """;

  /**
   * @param chain rows in the log's chain, with those that are being added
   * @param last the newest of them
   * @param before the newest of those that were there; 0 for none
   */
  private record Head(long log, long chain, long last, long before) {
    static Head of(Row row) throws SQLException {
      ResultSet columns = row.columns();
      return new Head(
          columns.getLong(1), columns.getLong(2), columns.getLong(3), columns.getLong(4));
    }
  }

  /**
   * @param before the row before it in its log's chain; 0 for none
   */
  private record Link(EventRow row, long id, long before) {
    @Nullable Object[] values(long log) {
      return new @Nullable Object[] {
        log, row.id().epoch(), row.id().seq(), row.at(), row.body(), id, before
      };
    }
  }

  @Override
  public Integer run(Db db) throws SQLException {
    if (!rising()) {
      throw new FencedAppend(lastId(db));
    }
    Optional<Head> head = advance(db);
    add(db, head.isPresent() ? head.get() : begin(db));
    return rows.size();
  }

  private void add(Db db, Head head) throws SQLException {
    if (!areFew()) {
      if (head.chain() > 0) {
        FreshEvents.settle(db, head.log(), head.before());
      }
      EVENTS.insert(db, rows, row -> placed(head, row));
      return;
    }
    addFresh(db, head);
    if (head.chain() >= LONGEST_CHAIN || endsStretch(head.log())) {
      FreshEvents.settle(db, head.log(), head.last());
    }
  }

  private boolean areFew() {
    return rows.size() < MANY;
  }

  private void addFresh(Db db, Head head) throws SQLException {
    var links = new ArrayList<Link>(rows.size());
    long before = head.before();
    long id = head.last() - rows.size();
    for (EventRow row : rows) {
      id++;
      links.add(new Link(row, id, before));
      before = id;
    }
    FRESH.insert(db, links, link -> link.values(head.log()));
  }

  /** Logs that began together must not all move their chains together. */
  private boolean endsStretch(long log) {
    long shift = log * 29;
    long grownTo = rows.getLast().id().seq() + shift;
    long grownFrom = rows.getFirst().id().seq() - 1 + shift;
    return Math.floorDiv(grownTo, STRETCH) != Math.floorDiv(grownFrom, STRETCH);
  }

  private Optional<Head> advance(Db db) throws SQLException {
    EventId first = rows.getFirst().id();
    EventRow last = rows.getLast();
    return db.first(
        ADVANCE,
        Head::of,
        last.id().epoch(),
        last.id().seq(),
        last.at(),
        run.value(),
        first.epoch(),
        first.seq(),
        areFew() ? rows.size() : 0);
  }

  private Head begin(Db db) throws SQLException {
    Optional<EventId> last = lastId(db);
    if (last.isPresent() || rows.getFirst().id().equals(EventId.ZERO)) {
      throw new FencedAppend(last);
    }
    db.update(
        """
        INSERT INTO log (run, last_epoch, last_seq, last_at, stray)
        VALUES (?1, 0, 0, 0, NOT EXISTS (SELECT 1 FROM run WHERE name = ?1))
        """,
        run.value());
    return advance(db).orElseThrow();
  }

  private Optional<EventId> lastId(Db db) throws SQLException {
    return db.first(
        "SELECT last_epoch, last_seq FROM log WHERE run = ?",
        row -> new EventId(row.number("last_epoch"), row.number("last_seq")),
        run.value());
  }

  private boolean rising() {
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).id().compareTo(rows.get(i - 1).id()) <= 0) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object[] placed(Head head, EventRow row) {
    return new @Nullable Object[] {
      head.log(), row.id().epoch(), row.id().seq(), row.at(), row.body()
    };
  }
}
