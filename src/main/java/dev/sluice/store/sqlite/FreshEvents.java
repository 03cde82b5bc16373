package dev.sluice.store.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The events that were appended last, of all logs in one table: appending to a thousand logs then
 * costs few pages, while one page for each log's next event would be rewritten for every event. A
 * log's part of it, its chain, is moved to its place among the log's events when it has grown.
 */
final class FreshEvents {
  /**
   * Rows that stay: enough for the chains of more than a thousand busy logs to grow to full length.
   */
  static final int KEPT = 100_000;

  private static final int CLEARED_A_STEP = 1024;
  private static final int MOVED_A_STEP = 16;

  /** The rows of a chain, by its newest. */
  private static final String CHAIN =
      """
      WITH RECURSIVE chain (id, before) AS (
        SELECT id, before FROM fresh WHERE id = ?1
        UNION ALL SELECT fresh.id, fresh.before FROM chain JOIN fresh ON fresh.id = chain.before)
      """;

  /**
   * A log whose chain has rows.
   *
   * @param row the first of its rows that was met
   * @param last the newest of its chain
   */
  private record Chained(long row, long log, long last) {
    static Chained of(Row row) throws SQLException {
      return new Chained(row.number("row"), row.number("log"), row.number("last"));
    }
  }

  private FreshEvents() {}

  /** Events of the chain after a position, oldest first. */
  static final String PAGE =
      CHAIN
          + """
          SELECT epoch, seq, at, body FROM fresh
          WHERE id IN (SELECT id FROM chain) AND (epoch, seq) > (?2, ?3)
          ORDER BY id LIMIT ?4
          """;

  /** Moves a log's chain to its place. */
  static void settle(Db db, long log, long last) throws SQLException {
    db.update(
        CHAIN
            + """
            INSERT INTO event (log, epoch, seq, at, body)
            SELECT log, epoch, seq, at, body FROM fresh WHERE id IN (SELECT id FROM chain)
            """,
        last);
    db.update("UPDATE log SET fresh_count = 0 WHERE id = ?", log);
  }

  /** Drops a run's events, and the copies of those that were moved. */
  static void drop(Db db, String run) throws SQLException {
    // To look through all rows takes time, and those of a run long ended are gone.
    db.update(
        """
        DELETE FROM fresh WHERE log = (
          SELECT id FROM log WHERE run = ? AND fresh_last >= (SELECT min(id) FROM fresh))
        """,
        run);
    db.update("UPDATE log SET fresh_count = 0 WHERE run = ?", run);
  }

  /** One step of making room: true when there were more rows than are to be kept. */
  static boolean clear(Db db, long kept) throws SQLException {
    long first = db.number("SELECT coalesce(min(id), 0) FROM fresh");
    long last = db.number("SELECT coalesce(max(id), 0) FROM fresh");
    long end = Math.min(first + CLEARED_A_STEP, last - kept);
    if (end <= first) {
      return false;
    }
    clearBefore(db, end);
    return true;
  }

  /** One step of letting go of what is older than the time; false when there is nothing of it. */
  static boolean clearOlder(Db db, Instant than) throws SQLException {
    long first = db.number("SELECT coalesce(min(id), 0) FROM fresh");
    long end =
        db.number(
            """
            SELECT coalesce(max(id) + 1, 0) FROM fresh WHERE id < ? AND at < ?
            """,
            first + CLEARED_A_STEP,
            than);
    if (end <= first) {
      return false;
    }
    clearBefore(db, end);
    return true;
  }

  private static void clearBefore(Db db, long end) throws SQLException {
    List<Chained> inTheWay =
        db.list(
            """
            SELECT min(fresh.id) AS row, fresh.log AS log, fresh_last AS last
            FROM fresh JOIN log ON log.id = fresh.log
            WHERE fresh.id < ? AND fresh_count > 0 AND fresh.id >= fresh_first
            GROUP BY fresh.log ORDER BY row LIMIT ?
            """,
            Chained::of,
            end,
            MOVED_A_STEP + 1);
    for (Chained chain : inTheWay.subList(0, Math.min(MOVED_A_STEP, inTheWay.size()))) {
      settle(db, chain.log(), chain.last());
    }
    long cleared = inTheWay.size() > MOVED_A_STEP ? inTheWay.getLast().row() : end;
    db.update("DELETE FROM fresh WHERE id < ?", cleared);
  }
}
