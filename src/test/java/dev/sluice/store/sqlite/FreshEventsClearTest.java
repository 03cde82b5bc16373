package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventId;
import dev.sluice.id.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making room at the front, step by step. */
class FreshEventsClearTest {
  private static final int LOGS = 40;
  private static final int EACH = 30;

  private final Db db;

  FreshEventsClearTest(@TempDir Path folder) throws SQLException, IOException {
    db = new Connections(folder.resolve("t.db"), OptionalLong.empty()).openWriter();
    new Migrations(Migrations.SCRIPTS).apply(db);
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  @Test
  void leavesTheNewestRowsAndLosesNothing() throws SQLException {
    appendToAll();
    int steps = 0;
    while (FreshEvents.clear(db, 100)) {
      steps++;
      assertThat(events()).isEqualTo(LOGS * EACH);
    }
    assertThat(steps).isBetween(2, LOGS);
    assertThat(count("fresh")).isBetween(100L, 101L);
  }

  @Test
  void movesAFewLogsAtATime() throws SQLException {
    appendToAll();
    long chained = count("log WHERE fresh_count > 0");
    assertThat(FreshEvents.clear(db, 100)).isTrue();
    assertThat(count("log WHERE fresh_count > 0")).isBetween(chained - 16, chained - 1);
  }

  @Test
  void hasNothingToDoWhereLittleIsFresh() throws SQLException {
    assertThat(FreshEvents.clear(db, 100)).isFalse();
    appendToAll();
    assertThat(FreshEvents.clear(db, LOGS * EACH)).isFalse();
    assertThat(count("fresh")).isEqualTo(LOGS * EACH);
  }

  private void appendToAll() throws SQLException {
    var runs = new ArrayList<RunId>();
    for (int i = 0; i < LOGS; i++) {
      runs.add(RunId.random());
    }
    db.update("BEGIN");
    for (int seq = 1; seq <= EACH; seq++) {
      for (RunId run : runs) {
        var row = new EventRow(new EventId(1, seq), Instant.EPOCH, "{}");
        new AppendEvents(run, List.of(row)).run(db);
      }
    }
    db.update("COMMIT");
  }

  /** Events that a reader finds: those in their place, and those in a chain. */
  private long events() throws SQLException {
    return count("event") + db.number("SELECT sum(fresh_count) FROM log");
  }

  private long count(String what) throws SQLException {
    return db.number("SELECT count(*) FROM " + what);
  }
}
