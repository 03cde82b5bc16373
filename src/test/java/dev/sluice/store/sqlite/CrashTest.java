package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.EventId;
import dev.sluice.id.RunId;
import dev.sluice.run.StoreException;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes that write, and looks for all that they had acknowledged. */
@Timeout(300)
class CrashTest {
  private static final int KILLS = 4;
  private static final int ACKNOWLEDGEMENTS = 300;

  @TempDir Path folder;
  private final Vertx vertx = TestVertx.create();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void losesNothingAcknowledgedWhenKilled() throws Exception {
    Map<RunId, EventId> acknowledged = new HashMap<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = start();
      try (BufferedReader out = process.inputReader()) {
        read(out, ACKNOWLEDGEMENTS * kill, acknowledged);
        // Not by the process itself, which would close the pipe with the last acknowledgements.
        process.toHandle().destroyForcibly();
        read(out, Integer.MAX_VALUE, acknowledged);
        process.waitFor();
      } finally {
        process.destroyForcibly();
      }
      check(acknowledged);
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * 8);
  }

  @Test
  void isKeptOutByALivingProcessAndNotByADeadOne() throws Exception {
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      read(out, 1, new HashMap<>());
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by process " + process.pid())
          .hasMessageContaining(folder.toString());
    } finally {
      process.destroyForcibly().waitFor();
    }
    open().close().await();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().contains("sqlitejdbc")).count())
          .isLessThanOrEqualTo(2);
    }
  }

  private void check(Map<RunId, EventId> acknowledged) {
    SqliteStore store = open();
    acknowledged.forEach(
        (run, id) -> {
          EventId last = store.log().lastId(run).await();
          assertThat(last).isGreaterThanOrEqualTo(id);
          assertThat(store.log().read(run, EventId.ZERO, 1_000_000).await().events())
              .hasSize((int) last.seq());
        });
    store.close().await();
  }

  private SqliteStore open() {
    return SqliteStore.open(vertx, folder, InstantSource.system(), SqliteOptions.defaults())
        .await();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void read(BufferedReader out, int acknowledgements, Map<RunId, EventId> into)
      throws IOException {
    int seen = 0;
    while (seen < acknowledgements) {
      String line = out.readLine();
      if (line == null) {
        return;
      }
      String[] words = line.split(" ", -1);
      if (words.length == 3 && words[0].equals("ack")) {
        EventId.parse(words[2]).ifPresent(id -> into.put(new RunId(words[1]), id));
        seen++;
      }
    }
  }
}
