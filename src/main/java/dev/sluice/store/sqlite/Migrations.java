package dev.sluice.store.sqlite;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/**
 * Brings the file's schema to the version that this program knows. The n-th script leads to version
 * n; each runs once, in one transaction with the version's change. Scripts that were released are
 * never edited; new ones expand first and contract a version later.
 */
final class Migrations {
  /** "slui": marks the file as ours. */
  private static final int APPLICATION_ID = 0x736c7569;

  static final List<String> SCRIPTS =
      List.of(
          "V1__runs_events_conversations.sql",
          "V2__idle_time.sql",
          "V3__fresh_events.sql",
          "V4__journal_numbers.sql");

  private final List<String> scripts;

  Migrations(List<String> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  void apply(Db db) throws SQLException, IOException {
    long found = db.number("PRAGMA user_version");
    check(db, found);
    for (int version = (int) found + 1; version <= scripts.size(); version++) {
      migrate(db, version, read(scripts.get(version - 1)));
    }
  }

  private void check(Db db, long found) throws SQLException {
    long application = db.number("PRAGMA application_id");
    boolean empty = db.number("SELECT count(*) FROM sqlite_master") == 0;
    if (application != APPLICATION_ID && !empty) {
      throw new StoreException(
          Kind.CORRUPT, "the database file belongs to another program: choose another data folder");
    }
    if (found > scripts.size()) {
      throw new StoreException(
          Kind.CORRUPT,
          "the database file has schema version "
              + found
              + ", this program knows only "
              + scripts.size()
              + ": start the newer version that wrote it");
    }
  }

  private static void migrate(Db db, int version, String script) throws SQLException {
    db.script("BEGIN IMMEDIATE");
    try {
      db.script(script);
      db.script("PRAGMA application_id = " + APPLICATION_ID);
      db.script("PRAGMA user_version = " + version);
      db.script("COMMIT");
    } catch (SQLException e) {
      db.script("ROLLBACK");
      throw e;
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream script = Migrations.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IOException("the program lacks its migration script " + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
