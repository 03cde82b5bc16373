package dev.sluice.store.postgres;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/** Statements of a test, beside the store. */
final class Sql {
  private final Pool pool;

  Sql(Vertx vertx, PostgresUrl url) {
    this.pool = new Dialling(url, PostgresConfig.defaults()).pool(vertx);
  }

  void run(String sql) {
    pool.query(sql).execute().await();
  }

  /** The first column of each row. */
  List<Object> values(String sql) {
    var values = new ArrayList<Object>();
    for (Row row : pool.query(sql).execute().await()) {
      values.add(row.getValue(0));
    }
    return values;
  }

  Object value(String sql) {
    return values(sql).getFirst();
  }

  /** Runs the statement in a transaction that is still open, on a connection of its own. */
  SqlConnection begin(String sql) {
    SqlConnection connection = pool.getConnection().await();
    connection.query("BEGIN; " + sql).execute().await();
    return connection;
  }

  void close() {
    pool.close().await();
  }
}
