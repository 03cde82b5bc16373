package dev.sluice.store.sqlite;

import dev.sluice.event.UnreadableEvent;
import dev.sluice.json.InvalidJson;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the trouble of the database means to those who use the store. */
final class SqlFailures {
  private SqlFailures() {}

  static StoreException of(SQLException failure) {
    SQLiteErrorCode code = code(failure);
    return switch (code) {
      case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE ->
          new StoreException(
              Kind.FULL, "the disk or the database is full: free some space", failure);
      case SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_CORRUPT_VTAB ->
          new StoreException(
              Kind.CORRUPT, "the database file is damaged: restore it from a backup", failure);
      case SQLITE_NOTADB ->
          new StoreException(Kind.CORRUPT, "the database file is not an SQLite database", failure);
      default ->
          new StoreException(
              Kind.UNAVAILABLE, "the store failed: " + failure.getMessage(), failure);
    };
  }

  /** Refusals and defects pass as they are; what shows unreadable data says so. */
  static Throwable of(Throwable failure) {
    return switch (failure) {
      case SQLException sql -> of(sql);
      case UnreadableEvent event ->
          new StoreException(Kind.CORRUPT, "" + event.getMessage(), event);
      case InvalidJson json ->
          new StoreException(Kind.CORRUPT, "stored JSON cannot be read: " + json.getMessage());
      case Error error -> new StoreException(Kind.UNAVAILABLE, "the store failed: " + error, error);
      default -> failure;
    };
  }

  /** After such trouble a connection is better opened anew. */
  static boolean spoilsConnection(SQLException failure) {
    int primary = code(failure).code & 0xff;
    return primary == SQLiteErrorCode.SQLITE_IOERR.code
        || primary == SQLiteErrorCode.SQLITE_NOMEM.code
        || primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || primary == SQLiteErrorCode.SQLITE_READONLY.code;
  }

  private static SQLiteErrorCode code(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.SQLITE_ERROR;
  }
}
