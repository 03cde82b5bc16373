package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.store.sqlite.Lanes.Lane;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

@Timeout(60)
class WriterTest {
  private static final SqliteOptions OPTIONS =
      new SqliteOptions(200, 512, 1, 10, OptionalLong.empty());

  private final Vertx vertx = TestVertx.create();
  private final Connections connections;
  private final Writer writer;
  private final Readers readers;

  WriterTest(@TempDir Path folder) throws SQLException {
    connections = new Connections(folder.resolve("t.db"), OptionalLong.empty());
    Db db = connections.openWriter();
    db.script("CREATE TABLE thing (n INTEGER PRIMARY KEY)");
    writer = new Writer(vertx, connections, db, OPTIONS);
    readers = new Readers(vertx, connections, OPTIONS);
    writer.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    readers.close();
    writer.close();
    vertx.close().await();
  }

  @Test
  void commitsWhatWaitsTogether() {
    CountDownLatch gate = holdUp();
    Future<Void> one = add(Lane.BULK, 1);
    Future<Long> seenInside = writer.write(Lane.BULK, WriterTest::count);
    Future<Long> seenOutside = writer.write(Lane.BULK, _ -> countApart(connections));
    gate.countDown();
    one.await();
    assertThat(seenInside.await()).isEqualTo(1);
    assertThat(seenOutside.await()).isZero();
    assertThat(committedCount()).isEqualTo(1);
  }

  @Test
  void spoilsNoOtherWhenOneIsRefused() {
    CountDownLatch gate = holdUp();
    List<Future<Void>> adds = IntStream.range(0, 100).mapToObj(n -> add(Lane.BULK, n)).toList();
    Future<Void> refused =
        writer.run(
            Lane.CONTROL,
            db -> {
              db.update("INSERT INTO thing VALUES (1000)");
              throw new IllegalStateException("no");
            });
    Future<Void> clash = add(Lane.BULK, 7);
    gate.countDown();
    adds.forEach(add -> add.await());
    assertThatThrownBy(refused::await).isInstanceOf(IllegalStateException.class).hasMessage("no");
    assertThatThrownBy(clash::await).isInstanceOf(StoreException.class);
    assertThat(committedCount()).isEqualTo(100);
  }

  @Test
  void outlivesTroubleOfEveryKind() {
    List<Throwable> troubles =
        List.of(
            new SQLiteException("disk", SQLiteErrorCode.SQLITE_IOERR_READ),
            new SQLiteException("disk", SQLiteErrorCode.SQLITE_IOERR_WRITE),
            new SQLiteException("shape", SQLiteErrorCode.SQLITE_CORRUPT),
            new IllegalStateException("bug"),
            new StackOverflowError("deep"));
    for (Throwable trouble : troubles) {
      CountDownLatch gate = holdUp();
      int n = troubles.indexOf(trouble);
      Future<Void> before = add(Lane.BULK, 10 * n);
      Future<Void> bad = writer.run(Lane.BULK, _ -> sneak(trouble));
      Future<Void> after = add(Lane.BULK, 10 * n + 1);
      gate.countDown();
      before.await();
      after.await();
      assertThatThrownBy(bad::await).isInstanceOf(RuntimeException.class);
    }
    assertThat(committedCount()).isEqualTo(2L * troubles.size());
  }

  @Test
  void tellsTheKindOfTrouble() {
    assertThat(kind(SQLiteErrorCode.SQLITE_FULL)).isEqualTo(Kind.FULL);
    assertThat(kind(SQLiteErrorCode.SQLITE_IOERR_WRITE)).isEqualTo(Kind.FULL);
    assertThat(kind(SQLiteErrorCode.SQLITE_IOERR_READ)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(kind(SQLiteErrorCode.SQLITE_BUSY)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(kind(SQLiteErrorCode.SQLITE_CORRUPT)).isEqualTo(Kind.CORRUPT);
    assertThat(kind(SQLiteErrorCode.SQLITE_NOTADB)).isEqualTo(Kind.CORRUPT);
  }

  @Test
  void refusesWhenTooMuchWaits() {
    CountDownLatch gate = holdUp();
    var adds = new ArrayList<Future<Void>>();
    for (int n = 0; n < 200; n++) {
      adds.add(add(Lane.BULK, n));
    }
    Future<Void> tooMuch = add(Lane.BULK, 200);
    Future<Void> control = add(Lane.CONTROL, 201);
    assertThatThrownBy(tooMuch::await)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    gate.countDown();
    control.await();
    adds.forEach(add -> add.await());
    assertThat(committedCount()).isEqualTo(201);
  }

  @Test
  void doesControlBeforeBulk() {
    var order = new CopyOnWriteArrayList<String>();
    CountDownLatch gate = holdUp();
    Future<Void> tokens = writer.run(Lane.BULK, _ -> order.add("tokens"));
    Future<Void> submit = writer.run(Lane.CONTROL, _ -> order.add("submit"));
    gate.countDown();
    tokens.await();
    submit.await();
    assertThat(order).containsExactly("submit", "tokens");
  }

  @Test
  void answersOnTheCallersContext() {
    Context context = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();
    context.runOnContext(
        _ -> add(Lane.BULK, 1).onComplete(_ -> answered.complete(Vertx.currentContext())));
    assertThat(answered.future().await()).isEqualTo(context);
  }

  @Test
  void finishesWhatWaitsWhenClosed() throws InterruptedException {
    List<Future<Void>> adds = IntStream.range(0, 50).mapToObj(n -> add(Lane.BULK, n)).toList();
    writer.close();
    adds.forEach(add -> add.await());
    assertThatThrownBy(() -> add(Lane.BULK, 50).await())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThat(committedCount()).isEqualTo(50);
  }

  private Kind kind(SQLiteErrorCode code) {
    Future<Void> bad =
        writer.run(
            Lane.BULK,
            _ -> {
              throw new SQLiteException("trouble", code);
            });
    try {
      bad.await();
    } catch (StoreException e) {
      return e.kind();
    }
    throw new AssertionError("no trouble");
  }

  /** Keeps the writer busy, so that what comes next waits together. */
  private CountDownLatch holdUp() {
    var entered = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    writer.run(
        Lane.CONTROL,
        _ -> {
          entered.countDown();
          await(gate);
        });
    await(entered);
    return gate;
  }

  private Future<Void> add(Lane lane, int n) {
    return writer.run(lane, db -> db.update("INSERT INTO thing VALUES (?)", n));
  }

  private long committedCount() {
    return readers.read(WriterTest::count).await();
  }

  private static long countApart(Connections connections) throws SQLException {
    try (Db db = connections.openReader()) {
      return count(db);
    }
  }

  private static long count(Db db) throws SQLException {
    return db.number("SELECT count(*) FROM thing");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sneak(Throwable trouble) throws SQLException {
    switch (trouble) {
      case SQLException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalArgumentException(trouble);
    }
  }
}
