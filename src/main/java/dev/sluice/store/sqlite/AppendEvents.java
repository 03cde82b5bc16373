package dev.sluice.store.sqlite;

import dev.sluice.event.EventId;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.id.RunId;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hot path: moves the head of a log if the ids allow it, and adds the rows. */
record AppendEvents(RunId run, List<EventRow> rows) implements Work<Integer> {
  private static final int MOST_ROWS = 64;
  private static final int COLUMNS = 5;
  private static final String[] INSERTS = inserts();

  @Override
  public Integer run(Db db) throws SQLException {
    Optional<Long> log = advance(db);
    insert(db, log.isPresent() ? log.get() : begin(db));
    return rows.size();
  }

  private Optional<Long> advance(Db db) throws SQLException {
    EventId first = rows.getFirst().id();
    EventRow last = rows.getLast();
    if (!rising()) {
      throw new FencedAppend(head(db));
    }
    return db.first(
        """
        UPDATE log SET last_epoch = ?, last_seq = ?, last_at = ?
        WHERE run = ? AND (last_epoch, last_seq) < (?, ?) AND sealed = 0
        RETURNING id
        """,
        row -> row.columns().getLong(1),
        last.id().epoch(),
        last.id().seq(),
        last.at(),
        run.value(),
        first.epoch(),
        first.seq());
  }

  private long begin(Db db) throws SQLException {
    Optional<EventId> head = head(db);
    if (head.isPresent() || rows.getFirst().id().equals(EventId.ZERO)) {
      throw new FencedAppend(head);
    }
    EventRow last = rows.getLast();
    return db.number(
        """
        INSERT INTO log (run, last_epoch, last_seq, last_at, stray)
        VALUES (?1, ?2, ?3, ?4, NOT EXISTS (SELECT 1 FROM run WHERE name = ?1))
        RETURNING id
        """,
        run.value(),
        last.id().epoch(),
        last.id().seq(),
        last.at());
  }

  private Optional<EventId> head(Db db) throws SQLException {
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

  /** Many rows to a statement, in powers of two, so that few statements serve all sizes. */
  private void insert(Db db, long log) throws SQLException {
    int from = 0;
    while (from < rows.size()) {
      int count = Math.min(MOST_ROWS, Integer.highestOneBit(rows.size() - from));
      db.update(
          INSERTS[Integer.numberOfTrailingZeros(count)],
          arguments(log, rows.subList(from, from + count)));
      from += count;
    }
  }

  private static @Nullable Object[] arguments(long log, List<EventRow> rows) {
    var arguments = new @Nullable Object[rows.size() * COLUMNS];
    int at = 0;
    for (EventRow row : rows) {
      arguments[at++] = log;
      arguments[at++] = row.id().epoch();
      arguments[at++] = row.id().seq();
      arguments[at++] = row.at();
      arguments[at++] = row.body();
    }
    return arguments;
  }

  private static String[] inserts() {
    var inserts = new String[Integer.numberOfTrailingZeros(MOST_ROWS) + 1];
    for (int power = 0; power < inserts.length; power++) {
      inserts[power] =
          "INSERT INTO event (log, epoch, seq, at, body) VALUES "
              + String.join(", ", Collections.nCopies(1 << power, "(?, ?, ?, ?, ?)"));
    }
    return inserts;
  }
}
