package dev.sluice.store.sqlite;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Inserts many rows to a statement, in powers of two, so that few statements serve all sizes. */
final class RowInserts {
  private static final int MOST_ROWS = 64;

  private final int columns;
  private final String[] statements;

  /**
   * @param into the table and its columns, as SQL has them
   * @param columns how many these are
   */
  RowInserts(String into, int columns) {
    this.columns = columns;
    this.statements = new String[Integer.numberOfTrailingZeros(MOST_ROWS) + 1];
    String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    for (int power = 0; power < statements.length; power++) {
      String values = String.join(", ", Collections.nCopies(1 << power, row));
      statements[power] = "INSERT INTO " + into + " VALUES " + values;
    }
  }

  <T> void insert(Db db, List<T> rows, Function<T, @Nullable Object[]> values) throws SQLException {
    int from = 0;
    while (from < rows.size()) {
      int count = Math.min(MOST_ROWS, Integer.highestOneBit(rows.size() - from));
      String statement = statements[Integer.numberOfTrailingZeros(count)];
      db.update(statement, arguments(rows.subList(from, from + count), values));
      from += count;
    }
  }

  private <T> @Nullable Object[] arguments(List<T> rows, Function<T, @Nullable Object[]> values) {
    if (rows.size() == 1) {
      return values.apply(rows.getFirst());
    }
    var arguments = new @Nullable Object[rows.size() * columns];
    int at = 0;
    for (T row : rows) {
      System.arraycopy(values.apply(row), 0, arguments, at, columns);
      at += columns;
    }
    return arguments;
  }
}
