package dev.sluice.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunTail;
import dev.sluice.run.Run;
import dev.sluice.run.RunFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on under its next epoch after Redis lost what the earlier one told. */
@Timeout(60)
class LostRedisLogTest {
  private static final String WHOLE = RunFixture.FIRST_TURN + "\n\n" + RunFixture.ANSWER;

  @RegisterExtension final OpenRedis redis = new OpenRedis();
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
  void tellsAReaderWhoWasThereOfTheGapAndNothingTwice() throws Exception {
    Run run = fixture.brokenOffInTheSecondTurn(log());
    var read = new CopyOnWriteArrayList<Envelope>();
    Promise<Void> caughtUp = Promise.promise();
    Future<Void> ended =
        follow(
            run,
            EventId.ZERO,
            event -> {
              read.add(event);
              if (read.size() == 3) {
                caughtUp.complete();
              }
            });
    caughtUp.future().await(20, TimeUnit.SECONDS);
    log().delete(run.id()).await();

    fixture.work(fixture.room(fixture.runs(), log()), run.id());
    ended.await(20, TimeUnit.SECONDS);

    assertThat(RunFixture.shown(read)).isEqualTo(WHOLE);
    assertThat(read).filteredOn(LostRedisLogTest::isTrimmed).hasSize(1);
    assertThat(isTrimmed(read.get(3))).isTrue();
    assertThat(read.getLast().event()).isInstanceOf(RunEvent.Done.class);
  }

  @Test
  void tellsAReaderWhoComesBackOfTheGapAndNothingTwice() throws Exception {
    Run run = fixture.brokenOffInTheSecondTurn(log());
    var read = new CopyOnWriteArrayList<>(log().read(run.id(), EventId.ZERO, 10).await().events());
    log().delete(run.id()).await();
    fixture.work(fixture.room(fixture.runs(), log()), run.id());

    follow(run, read.getLast().id(), read::add).await(20, TimeUnit.SECONDS);

    assertThat(RunFixture.shown(read)).isEqualTo(WHOLE);
    assertThat(isTrimmed(read.get(3))).isTrue();
  }

  @Test
  void beginsARebuiltLogWithTheBarrierOfItsEpoch() throws Exception {
    Run run = fixture.brokenOffInTheSecondTurn(log());
    log().delete(run.id()).await();
    fixture.work(fixture.room(fixture.runs(), log()), run.id());

    List<Envelope> kept = log().read(run.id(), EventId.ZERO, 100).await().events();

    assertThat(kept.getFirst().id()).isEqualTo(new EventId(2, 1));
    assertThat(kept.getFirst().event()).isInstanceOf(RunEvent.Started.class);
    assertThat(RunFixture.shown(kept)).isEqualTo(WHOLE);
  }

  private static boolean isTrimmed(Envelope event) {
    return event.event() instanceof RunEvent.Trimmed;
  }

  private EventLog log() {
    return redis.store().log();
  }

  /** The value is the end of the run. */
  private Future<Void> follow(Run run, EventId after, Consumer<Envelope> onEvent)
      throws TimeoutException {
    Promise<Void> ended = Promise.promise();
    fixture.on(
        () -> {
          RunTail.open(log(), run.id(), after, 100, 100)
              .endHandler(cause -> cause.ifPresentOrElse(ended::fail, () -> ended.complete()))
              .handler(onEvent);
          return Future.succeededFuture();
        });
    return ended.future();
  }
}
