package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunTail;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.store.Samples;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose journal nobody can read. */
@Timeout(60)
class UnreadableRunTest {
  private static final Journal.Entry STEP =
      new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator");

  @TempDir Path folder;
  private RunFixture fixture;
  private Run run;
  private Run next;

  @BeforeEach
  void spoil() throws SQLException {
    fixture = new RunFixture(folder);
    NewRun wanted = Samples.newRun(Samples.ANNA, fixture.clock.instant());
    run = fixture.accept(Samples.withSnapshot(wanted, fixture.displaying("AUTO")));
    next = fixture.accept(Samples.next(wanted, run.conversation(), WhenBusy.WAIT));
    fixture.claim(run.id());
    fixture.store.runs().journal(run.id(), 1, 1, STEP).await();
    fixture
        .store
        .runs()
        .release(run.id(), 1, RunStore.Release.HANDED_OVER, fixture.clock.instant())
        .await();
    spoilJournal();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void isPutOffForALaterVersionThatMayKnowHow() throws TimeoutException {
    settle();

    Run given = fixture.find(run.id());
    assertThat(given.status()).isEqualTo(RunStatus.WAITING);
    assertThat(given.failures()).isEqualTo(1);
    assertThat(claim(run.id())).isInstanceOf(Claim.NotYet.class);
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(claim(run.id())).isInstanceOf(Claim.Unreadable.class);
  }

  @Test
  void isGivenUpAfterAsManyAttemptsAsAnyOtherAndFreesItsConversation() throws TimeoutException {
    for (int attempt = 0; attempt < RunConfig.defaults().maxFailures(); attempt++) {
      assertThat(claim(next.id())).isInstanceOf(Claim.NotYet.class);
      settle();
      fixture.clock.advance(Duration.ofMinutes(1));
    }

    Run ended = fixture.find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ended.outcome().orElseThrow().error().orElseThrow().type())
        .isEqualTo("run_unreadable");
    assertThat(fixture.events(run.id()).getLast().event()).isInstanceOf(RunEvent.Done.class);
    assertThat(claim(next.id())).isInstanceOf(Claim.Held.class);
  }

  @Test
  void endsAtOnceWhenItWasAskedToStop() throws TimeoutException {
    fixture.store.runs().requestCancel(run.id(), "never mind").await();

    settle();

    assertThat(fixture.find(run.id()).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(claim(next.id())).isInstanceOf(Claim.Held.class);
  }

  @Test
  void isSettledByTheWorkerThatTakesIt() throws TimeoutException {
    fixture.store.runs().requestCancel(run.id(), "never mind").await();
    Promise<Optional<Throwable>> told = Promise.promise();
    var worker = new RunWorker(fixture.room(), fixture.loop(), "worker", new Places(5, 3));

    fixture.on(
        () -> {
          RunTail.open(fixture.store.log(), run.id(), EventId.ZERO, 10, 10)
              .endHandler(told::complete)
              .handler(event -> {});
          worker.start();
          return fixture.store.queue().offer(run.id(), run.runClass());
        });

    assertThat(told.future().await(20, TimeUnit.SECONDS)).isEmpty();
    fixture.on(worker::stop);
    assertThat(fixture.find(run.id()).status()).isEqualTo(RunStatus.CANCELLED);
  }

  private void settle() throws TimeoutException {
    var claim = (Claim.Unreadable) claim(run.id());
    fixture.on(() -> UnreadableRun.settle(fixture.room(), claim));
  }

  private Claim claim(RunId id) {
    return fixture.store.runs().claim(id, "worker", Samples.LEASE).await();
  }

  private void spoilJournal() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sluice.db"));
        var update = connection.createStatement()) {
      assertThat(update.executeUpdate("UPDATE journal SET entry = '{\"v\":9}'")).isEqualTo(1);
    }
  }
}
