package dev.sluice.store.sqlite;

import java.sql.SQLException;
import java.util.List;

/** Takes things out, with all that hangs on them. */
final class Deletions {

  /** A run by its row number and its name. */
  record RunKey(long id, String name) {
    static RunKey of(Row row) throws SQLException {
      return new RunKey(row.number("id"), row.text("name"));
    }
  }

  private Deletions() {}

  /** The head of the log stays, and with it the last id. */
  static void events(Db db, String run) throws SQLException {
    db.update("DELETE FROM event WHERE log = (SELECT id FROM log WHERE run = ?)", run);
    FreshEvents.drop(db, run);
    db.update(
        "UPDATE log SET dropped_epoch = last_epoch, dropped_seq = last_seq WHERE run = ?", run);
  }

  static void log(Db db, String run) throws SQLException {
    events(db, run);
    db.update("DELETE FROM log WHERE run = ?", run);
  }

  /** The messages that the run brought belong to the conversation and stay. */
  static void run(Db db, RunKey run) throws SQLException {
    log(db, run.name());
    db.update("DELETE FROM journal WHERE run = ?", run.id());
    db.update("DELETE FROM idempotency WHERE run = ?", run.id());
    db.update("DELETE FROM run WHERE id = ?", run.id());
  }

  static void conversation(Db db, long id, String name) throws SQLException {
    List<RunKey> runs = db.list("SELECT id, name FROM run WHERE conversation = ?", RunKey::of, id);
    for (RunKey run : runs) {
      run(db, run);
    }
    db.update("DELETE FROM message WHERE conversation = ?", id);
    db.update("DELETE FROM note WHERE conversation = ?", name);
    db.update("DELETE FROM conversation WHERE id = ?", id);
  }
}
