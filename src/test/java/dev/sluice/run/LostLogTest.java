package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.FakeEventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.store.Samples;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are away for a while, or have lost all they had, while the truth is safe. */
@Timeout(60)
class LostLogTest {
  @TempDir Path folder;
  private final FakeEventLog log = new FakeEventLog();
  private final List<Envelope> read = new ArrayList<>();
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
  void answersWithOnePaidCallThoughTheLogFailsNowAndThen() throws TimeoutException {
    Run run = fixture.accept("AUTO");
    var flaky = new FlakyLog(log);

    fixture.work(fixture.room(fixture.store.runs(), flaky), run.id());

    assertThat(flaky.failures).hasPositiveValue();
    Run ended = fixture.find(run.id());
    assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(ended.epoch()).isEqualTo(1);
    assertThat(fixture.model.calls).hasValue(1);
    assertThat(RunFixture.shown(log.events())).isEqualTo(FakeAnswers.ANSWER);
    assertThat(log.events()).extracting(event -> event.id()).doesNotHaveDuplicates();
  }

  @Test
  void tellsNothingTwiceToAReaderOfALogThatWasLostBetweenEpochs() throws TimeoutException {
    Run run = fixture.brokenOffInTheSecondTurn(log);
    read.addAll(log.events());
    log.lose();

    fixture.work(fixture.room(fixture.store.runs(), log), run.id());
    read.addAll(log.events());

    assertThat(log.events().getFirst().id()).isEqualTo(new EventId(2, 1));
    assertThat(log.events().getFirst().event()).isInstanceOf(RunEvent.Started.class);
    assertThat(RunFixture.shown(read))
        .isEqualTo(RunFixture.FIRST_TURN + "\n\n" + FakeAnswers.ANSWER);
    assertThat(RunFixture.shown(log.events())).isEqualTo(RunFixture.shown(read));
  }

  @Test
  void tellsTheWholeAnswerOfARunWhoseLogWasLostBeforeItsLastWords() throws TimeoutException {
    Run run = fixture.brokenOffInTheSecondTurn(log);
    read.addAll(log.events());
    String text = RunFixture.FIRST_TURN + "\n\nHalf a";
    fixture.store.runs().finish(run.id(), 1, Samples.completed(text), List.of()).await();
    fixture.clock.advance(Samples.LEASE);
    log.lose();
    var recovery = new RunRecovery(fixture.room(fixture.store.runs(), log), Duration.ofMinutes(1));

    fixture.on(recovery::start);
    recovery.stop();
    read.addAll(log.events());

    assertThat(RunFixture.shown(read)).isEqualTo(text);
    assertThat(RunFixture.shown(log.events())).isEqualTo(text);
    assertThat(log.events().getFirst().event())
        .isInstanceOfSatisfying(
            RunEvent.Started.class, start -> assertThat(start.model()).isNotEmpty());
    assertThat(log.events().getLast().event()).isInstanceOf(RunEvent.Done.class);
  }

  /** Every append fails once: half of them before they are written, half after that. */
  private static final class FlakyLog implements EventLog {
    private final EventLog log;
    final AtomicInteger failures = new AtomicInteger();
    private Optional<EventId> failed = Optional.empty();

    FlakyLog(EventLog log) {
      this.log = log;
    }

    @Override
    public Future<Void> append(RunId run, List<Envelope> batch) {
      var last = Optional.of(batch.getLast().id());
      if (failed.equals(last)) {
        return log.append(run, batch);
      }
      failed = last;
      boolean lost = failures.incrementAndGet() % 2 == 0;
      return (lost ? log.append(run, batch) : Future.<Void>succeededFuture())
          .compose(
              done ->
                  Future.failedFuture(
                      new StoreException(StoreException.Kind.UNAVAILABLE, "a blip")));
    }

    @Override
    public Future<EventId> lastId(RunId run) {
      return log.lastId(run);
    }

    @Override
    public Future<LogPage> read(RunId run, EventId after, int limit) {
      return log.read(run, after, limit);
    }

    @Override
    public Watch watch(RunId run, Consumer<List<Envelope>> listener) {
      return log.watch(run, listener);
    }

    @Override
    public Future<Void> delete(RunId run) {
      return log.delete(run);
    }
  }
}
