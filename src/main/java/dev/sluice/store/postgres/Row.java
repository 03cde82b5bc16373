package dev.sluice.store.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;

/** One row of a result, read by column name. */
record Row(io.vertx.sqlclient.Row columns) {

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(Row row);
  }

  String text(String column) {
    return optionalText(column).orElseThrow(() -> new NullPointerException(column));
  }

  Optional<String> optionalText(String column) {
    return Optional.ofNullable(columns.getString(column)).map(ExactText::decode);
  }

  /** As it was given, byte for byte. */
  String json(String column) {
    return Objects.requireNonNull(columns.getString(column), column);
  }

  Optional<String> optionalJson(String column) {
    return Optional.ofNullable(columns.getString(column));
  }

  long number(String column) {
    return Objects.requireNonNull(columns.getLong(column), column);
  }

  int small(String column) {
    return Objects.requireNonNull(columns.getInteger(column), column);
  }

  boolean flag(String column) {
    return Objects.requireNonNull(columns.getBoolean(column), column);
  }

  Instant time(String column) {
    return optionalTime(column).orElseThrow(() -> new NullPointerException(column));
  }

  Optional<Instant> optionalTime(String column) {
    return Optional.ofNullable(columns.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }
}
