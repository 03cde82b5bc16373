package dev.sluice.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The current row of a result, read by column name. */
record Row(ResultSet columns) {

  /** Makes a value of the current row. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(Row row) throws SQLException;
  }

  String text(String column) throws SQLException {
    return Objects.requireNonNull(columns.getString(column), column);
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(columns.getString(column));
  }

  long number(String column) throws SQLException {
    return columns.getLong(column);
  }

  Optional<Long> optionalNumber(String column) throws SQLException {
    long number = columns.getLong(column);
    return columns.wasNull() ? Optional.empty() : Optional.of(number);
  }

  int small(String column) throws SQLException {
    return columns.getInt(column);
  }

  boolean flag(String column) throws SQLException {
    return columns.getInt(column) != 0;
  }

  Instant time(String column) throws SQLException {
    return Micros.instant(columns.getLong(column));
  }

  Optional<Instant> optionalTime(String column) throws SQLException {
    long micros = columns.getLong(column);
    return columns.wasNull() ? Optional.empty() : Optional.of(Micros.instant(micros));
  }
}
