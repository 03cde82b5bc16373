package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.store.sqlite.Lanes.Lane;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointerTest {
  private static final long PAGE = 4096;

  /** Below what the writer would let it grow to if it were alone. */
  private static final long LONGEST = 12_000 * PAGE;

  private static final int WRITES = 800;
  private static final int PAGES_A_WRITE = 50;

  private final Path folder;
  private final Vertx vertx = TestVertx.create();
  private final Connections connections;
  private final Writer writer;

  CheckpointerTest(@TempDir Path folder) throws SQLException {
    this.folder = folder;
    connections = new Connections(folder.resolve("t.db"), OptionalLong.empty());
    Db db = connections.openWriter();
    db.script("CREATE TABLE thing (n INTEGER PRIMARY KEY, bytes BLOB)");
    db.script("INSERT INTO thing VALUES (1, NULL)");
    writer = new Writer(vertx, connections, db, SqliteOptions.defaults());
    writer.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    writer.close();
    vertx.close().await();
  }

  @Test
  void keepsTheWriteAheadLogShortUnderSteadyWriting() throws IOException {
    for (int i = 0; i < WRITES; i++) {
      writer.run(Lane.BULK, CheckpointerTest::write).await();
    }
    assertThat(Files.size(folder.resolve("t.db-wal"))).isBetween(1L, LONGEST);
    assertThat(Files.size(folder.resolve("t.db"))).isGreaterThan(PAGES_A_WRITE * PAGE);
  }

  @Test
  void closesWhileThereIsStillSomethingToCopy() throws Exception {
    for (int i = 0; i < WRITES / 4; i++) {
      writer.run(Lane.BULK, CheckpointerTest::write);
    }
    writer.close();
    assertThat(Files.notExists(folder.resolve("t.db-wal"))).isTrue();
    try (Db db = connections.openReader()) {
      assertThat(db.number("SELECT length(bytes) FROM thing")).isEqualTo(PAGES_A_WRITE * PAGE);
    }
  }

  private static void write(Db db) throws SQLException {
    db.update("UPDATE thing SET bytes = randomblob(?)", PAGES_A_WRITE * PAGE);
  }
}
