package dev.sluice.store.sqlite;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/** Opens connections to the one file, with the settings that durability and speed rest on. */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final int BUSY_MILLIS = 5000;
  private static final List<String> WRITER_SETTINGS =
      List.of(
          // Counts only before the first table; must stand before the journal mode.
          "PRAGMA auto_vacuum = INCREMENTAL",
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          // A bound for when the checkpointer does not keep up; it acts far below.
          "PRAGMA wal_autocheckpoint = 16000",
          // Else the file is cut off and grows again, which takes longer than to overwrite it.
          "PRAGMA journal_size_limit = 33554432",
          "PRAGMA cache_size = -16384",
          "PRAGMA temp_store = MEMORY",
          "PRAGMA secure_delete = FAST");

  private final Path file;
  private final OptionalLong maxBytes;

  Connections(Path file, OptionalLong maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  Db openWriter() throws SQLException {
    Db db = open(false);
    try {
      for (String setting : WRITER_SETTINGS) {
        db.script(setting);
      }
      requireWal(db);
      if (maxBytes.isPresent()) {
        long pages = Math.max(1, maxBytes.getAsLong() / db.number("PRAGMA page_size"));
        db.number("PRAGMA max_page_count = " + pages);
      }
      return db;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(db);
      throw e;
    }
  }

  Db openReader() throws SQLException {
    return open(true);
  }

  /** Copies the write-ahead log into the file and cuts it off, unless a reader is in the way. */
  static void checkpoint(Db writer) throws SQLException {
    writer.number("PRAGMA busy_timeout = 0");
    try {
      writer.number("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      writer.number("PRAGMA busy_timeout = " + BUSY_MILLIS);
    }
  }

  static void closeQuietly(Db db) {
    try {
      db.close();
    } catch (SQLException e) {
      log.debug("a connection could not be closed", e);
    }
  }

  /** Some network file systems cannot, and say so only here. */
  private static void requireWal(Db db) throws SQLException {
    String mode = db.first("PRAGMA journal_mode", row -> row.text("journal_mode")).orElse("none");
    if (!mode.equals("wal")) {
      throw new StoreException(
          Kind.UNAVAILABLE,
          "the file system cannot hold a write-ahead log: put the data folder on a local disk");
    }
  }

  private Db open(boolean readOnly) throws SQLException {
    Connection connection = connect(readOnly);
    // Else the driver tries to begin a transaction of its own after every single statement.
    connection.setAutoCommit(false);
    var db = new Db(connection);
    db.update("COMMIT");
    return db;
  }

  private Connection connect(boolean readOnly) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_MILLIS);
    // Else the driver runs a regular expression and one more query after every insert.
    config.setGetGeneratedKeys(false);
    Properties properties = config.toProperties();
    return JDBC.createConnection(JDBC.PREFIX + file, properties);
  }
}
