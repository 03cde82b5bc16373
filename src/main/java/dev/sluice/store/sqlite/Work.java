package dev.sluice.store.sqlite;

import java.sql.SQLException;

/**
 * Something to do with the database inside a transaction. It may be done a second time after its
 * transaction was rolled back, so it changes nothing but the database.
 */
@FunctionalInterface
interface Work<T> {
  T run(Db db) throws SQLException;
}
