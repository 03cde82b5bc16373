package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.RunEvent;
import dev.sluice.store.Samples;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunRecoveryTest {
  @TempDir Path folder;
  private RunFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RunFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void putsRunsInLineThoughTheLogOfAnotherCannotBeRead() throws Exception {
    Run broken = endedWithoutDone();
    spoilEventsOf(broken);
    Run waiting = fixture.accept("AUTO");
    var recovery = new RunRecovery(fixture.room(), Duration.ofMinutes(1));

    fixture.on(recovery::start);
    recovery.stop();

    assertThat(fixture.store.queue().take(10, 10).await()).containsExactly(waiting.id());
  }

  @Test
  void writesTheLastWordsThatACrashKeptBack() throws TimeoutException {
    Run run = endedWithoutDone();
    var recovery = new RunRecovery(fixture.room(), Duration.ofMinutes(1));

    fixture.on(recovery::start);
    recovery.stop();

    assertThat(fixture.events(run.id()).getLast().event()).isInstanceOf(RunEvent.Done.class);
    assertThat(fixture.store.runs().pending(10).await()).isEmpty();
  }

  private Run endedWithoutDone() {
    Run run = fixture.accept("AUTO");
    fixture.claim(run.id());
    var events = Samples.events(run.id(), 1, 1, 1, run.createdAt());
    fixture.store.log().append(run.id(), events).await();
    fixture
        .store
        .runs()
        .finish(run.id(), 1, Samples.completed("word 1"), List.of(run.input()))
        .await();
    fixture.clock.advance(Samples.LEASE.plusSeconds(1));
    return run;
  }

  private void spoilEventsOf(Run run) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sluice.db"));
        var update =
            connection.prepareStatement(
                "UPDATE event SET body = '{' WHERE log = (SELECT id FROM log WHERE run = ?)")) {
      update.setString(1, run.id().value());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
