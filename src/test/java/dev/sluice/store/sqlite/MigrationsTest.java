package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.id.RunId;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  private static final String NEXT = "next-version-for-test.sql";
  private static final List<String> FIRST = Migrations.SCRIPTS.subList(0, 1);
  private static final String BROKEN = "broken-for-test.sql";

  private final Connections connections;

  MigrationsTest(@TempDir Path folder) {
    connections = new Connections(folder.resolve("t.db"), OptionalLong.empty());
  }

  @Test
  void makesAnEmptyFileOurs() throws Exception {
    try (Db db = connections.openWriter()) {
      apply(db, Migrations.SCRIPTS);
      assertThat(db.number("PRAGMA user_version")).isEqualTo(Migrations.SCRIPTS.size());
      assertThat(db.number("PRAGMA auto_vacuum")).isEqualTo(2);
      assertThat(db.number("PRAGMA synchronous")).isEqualTo(2);
      assertThat(db.number("SELECT count(*) FROM run")).isZero();
    }
  }

  @Test
  void doesNothingTheSecondTime() throws Exception {
    try (Db db = connections.openWriter()) {
      apply(db, Migrations.SCRIPTS);
      db.update("INSERT INTO note (conversation, hash, text, saved_at) VALUES ('c', 'h', 't', 1)");
    }
    try (Db db = connections.openWriter()) {
      apply(db, Migrations.SCRIPTS);
      assertThat(db.number("SELECT count(*) FROM note")).isEqualTo(1);
    }
  }

  @Test
  void goesOnFromAnOlderVersionWithItsData() throws Exception {
    try (Db db = connections.openWriter()) {
      apply(db, FIRST);
      db.update("INSERT INTO note (conversation, hash, text, saved_at) VALUES ('c', 'h', 't', 1)");
      apply(db, List.of(Migrations.SCRIPTS.getFirst(), NEXT));
      assertThat(db.number("PRAGMA user_version")).isEqualTo(2);
      assertThat(db.number("SELECT stars FROM note")).isEqualTo(5);
    }
  }

  @Test
  void knowsNoIdleTimeOfARunThatAnEarlierVersionReleased() throws Exception {
    try (Db db = connections.openWriter()) {
      apply(db, FIRST);
      db.update(
          """
          INSERT INTO run (name, conversation, user, channel, class, role, content, attended, status,
            epoch, created_at, started_at)
          VALUES ('run_1', 1, 'anna', 'http', 'background', 'user', '[]', 0, 'queued', 1, 5, 6)
          """);
      apply(db, Migrations.SCRIPTS);
      Standing standing = Standing.find(db, new RunId("run_1")).orElseThrow();
      assertThat(standing.idleUntil(1_000_000)).isZero();
      assertThat(db.number("SELECT idle FROM run")).isZero();
    }
  }

  @Test
  void undoesAStepThatFails() throws Exception {
    try (Db db = connections.openWriter()) {
      apply(db, FIRST);
      assertThatThrownBy(() -> apply(db, List.of(Migrations.SCRIPTS.getFirst(), BROKEN)))
          .isInstanceOf(SQLException.class);
      assertThat(db.number("PRAGMA user_version")).isEqualTo(1);
      assertThat(db.number("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).isZero();
      apply(db, Migrations.SCRIPTS);
    }
  }

  @Test
  void refusesANewerFile() throws Exception {
    try (Db db = connections.openWriter()) {
      apply(db, Migrations.SCRIPTS);
      db.script("PRAGMA user_version = 99");
      refuses(db, "99");
    }
  }

  @Test
  void refusesTheFileOfAnotherProgram() throws Exception {
    try (Db db = connections.openWriter()) {
      db.script("CREATE TABLE recipe (name TEXT)");
      refuses(db, "another program");
    }
  }

  private static void refuses(Db db, String because) {
    assertThatThrownBy(() -> apply(db, Migrations.SCRIPTS))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining(because);
  }

  private static void apply(Db db, List<String> scripts) throws SQLException, IOException {
    new Migrations(scripts).apply(db);
  }
}
