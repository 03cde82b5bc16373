package dev.sluice.store.postgres;

import dev.sluice.store.postgres.Failures.NoAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection in one attempt at some work. Each statement has an answer in time or fails; the
 * server's own time-out should have ended it before that.
 */
final class Session {
  /** What an answer may take longer than the statement. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final long SOON_MILLIS = 10;

  /**
   * The time, for statements that judge by it: to be their first argument. It is the server's own,
   * for the clocks of processes differ; only tests set another one.
   */
  static final String NOW = "coalesce($1::timestamptz, clock_timestamp())";

  private final Vertx vertx;
  private final SqlConnection connection;
  private final Supplier<Optional<Instant>> clock;
  private final int attempt;
  private Duration patience;
  private boolean spoiled;
  private @Nullable Future<?> unanswered;

  Session(
      Vertx vertx,
      SqlConnection connection,
      Supplier<Optional<Instant>> clock,
      int attempt,
      Duration statementTimeout) {
    this.vertx = vertx;
    this.connection = connection;
    this.clock = clock;
    this.attempt = attempt;
    this.patience = statementTimeout.plus(GRACE);
  }

  /** Whether an earlier attempt may have done the work, without our having seen its answer. */
  boolean isRepeated() {
    return attempt > 1;
  }

  /** The argument for {@link #NOW}. */
  @Nullable Instant now() {
    return clock.get().orElse(null);
  }

  /** For work that may take longer than what people wait for. */
  void allow(Duration statementTimeout) {
    patience = statementTimeout.plus(GRACE);
  }

  /** The value is the number of rows changed, or seen. */
  Future<Integer> update(String sql, @Nullable Object... arguments) {
    return execute(sql, arguments).map(RowSet::rowCount);
  }

  <T> Future<List<T>> list(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
    return execute(sql, arguments)
        .map(
            rows -> {
              var values = new ArrayList<T>(rows.size());
              for (io.vertx.sqlclient.Row row : rows) {
                values.add(mapper.map(new Row(row)));
              }
              return values;
            });
  }

  <T> Future<Optional<T>> first(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
    return list(sql, mapper, arguments).map(values -> values.stream().findFirst());
  }

  /** Runs statements without arguments. */
  Future<Void> script(String sql) {
    return inTime(connection.query(sql).execute()).mapEmpty();
  }

  /** All or nothing; the value comes after the commit. */
  <T> Future<T> transaction(Supplier<Future<T>> work) {
    return inTime(connection.begin())
        .compose(
            transaction ->
                Future.succeededFuture()
                    .compose(_ -> work.get())
                    .compose(
                        value -> inTime(transaction.commit()).map(value),
                        failure -> rollback(transaction, failure)));
  }

  private <T> Future<T> rollback(Transaction transaction, Throwable failure) {
    if (unanswered != null) {
      return Future.failedFuture(failure);
    }
    return inTime(transaction.rollback())
        .transform(
            rolledBack -> {
              spoiled |= rolledBack.failed();
              return Future.failedFuture(failure);
            });
  }

  /** Gives the connection back, or makes an end of it when it cannot be trusted. */
  void release(@Nullable Throwable failure) {
    Future<?> open = unanswered;
    if (open != null) {
      // Until then whoever had it next would wait for this answer, too.
      open.onComplete(_ -> discard());
    } else if (spoiled || (failure != null && Failures.spoilsConnection(failure))) {
      discard();
    } else {
      connection.close();
    }
  }

  /**
   * The client has no way to take a connection out of its pool; the server has. Whoever waits for
   * one gets none that is about to close.
   */
  private void discard() {
    Promise<Void> closed = Promise.promise();
    // The pool hears of it right after us.
    connection.closeHandler(_ -> vertx.setTimer(SOON_MILLIS, _ -> closed.tryComplete()));
    connection.query("ROLLBACK; SELECT pg_terminate_backend(pg_backend_pid())").execute();
    vertx.setTimer(GRACE.toMillis(), _ -> closed.tryComplete());
    closed.future().onComplete(_ -> connection.close());
  }

  private Future<RowSet<io.vertx.sqlclient.Row>> execute(
      String sql, @Nullable Object... arguments) {
    return inTime(connection.preparedQuery(sql).execute(Arguments.of(arguments)));
  }

  private <T> Future<T> inTime(Future<T> answer) {
    Promise<T> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            patience.toMillis(),
            _ -> {
              if (!answer.isComplete()) {
                unanswered = answer;
                promise.tryFail(new NoAnswer("no answer in " + patience.toMillis() + " ms"));
              }
            });
    answer.onComplete(
        answered -> {
          vertx.cancelTimer(timer);
          if (answered.succeeded()) {
            promise.tryComplete(answered.result());
          } else {
            promise.tryFail(answered.cause());
          }
        });
    return promise.future();
  }
}
