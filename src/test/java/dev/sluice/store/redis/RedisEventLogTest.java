package dev.sluice.store.redis;

import static dev.sluice.store.Samples.event;
import static dev.sluice.store.Samples.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.DoneStatus;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.EventLog.LogPage;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.event.EventLogContract;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.message.Usage;
import dev.sluice.run.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisEventLogTest extends EventLogContract {
  @RegisterExtension
  final OpenRedis redis = new OpenRedis(config -> RedisSettings.withMaxBatches(config, 100));

  @Override
  protected EventLog log() {
    return redis.store().log();
  }

  @Override
  protected Vertx vertx() {
    return redis.vertx();
  }

  @Test
  void tellsAReaderBehindTheBoundThatSomethingIsGone() {
    var run = RunId.random();
    List<Future<Void>> appends =
        IntStream.rangeClosed(1, 1000)
            .mapToObj(seq -> log().append(run, events(run, 1, seq, 1, NOON)))
            .toList();
    appends.forEach(append -> append.await());
    LogPage page = log().read(run, new EventId(1, 5), 2000).await();
    long first = page.events().getFirst().id().seq();
    assertThat(page.trimmed()).isTrue();
    assertThat(page.events()).hasSizeBetween(100, 400);
    assertThat(log().read(run, new EventId(1, first - 2), 1).await().trimmed()).isTrue();
    assertThat(log().read(run, new EventId(1, first - 1), 1).await().trimmed()).isFalse();
  }

  @Test
  void readsOnWithinABatch() {
    var run = RunId.random();
    List<Envelope> batch = events(run, 1, 1, 10, NOON);
    log().append(run, batch).await();
    LogPage page = log().read(run, new EventId(1, 4), 3).await();
    assertThat(page).isEqualTo(new LogPage(batch.subList(4, 7), false));
  }

  @Test
  void refusesABatchThatOnlyItsEndIsNewOf() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    assertThatThrownBy(() -> log().append(run, events(run, 1, 3, 5, NOON)).await())
        .isInstanceOfSatisfying(
            FencedAppend.class, e -> assertThat(e.last()).contains(new EventId(1, 3)));
    assertThat(log().lastId(run).await()).isEqualTo(new EventId(1, 3));
  }

  @Test
  void announcesWhatALossTookInTheMiddleOfAnEpoch() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    log().delete(run).await();
    log().append(run, events(run, 1, 4, 2, NOON)).await();
    assertThat(log().read(run, new EventId(1, 2), 10).await().trimmed()).isTrue();
    assertThat(log().read(run, new EventId(1, 3), 10).await().trimmed()).isFalse();
    assertThat(timeToLive(run)).isPositive();
  }

  @Test
  void announcesWhatALossTookBeforeAnEpoch() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    log().delete(run).await();
    log().append(run, events(run, 2, 1, 1, NOON)).await();
    assertThat(log().read(run, new EventId(1, 3), 10).await().trimmed()).isTrue();
    assertThat(log().read(run, new EventId(2, 0), 10).await().trimmed()).isFalse();
  }

  @Test
  void goesFromEpochToEpochWithoutAGap() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    log().append(run, events(run, 2, 1, 2, NOON)).await();
    log().append(run, events(run, 5, 1, 1, NOON)).await();
    assertThat(log().read(run, EventId.ZERO, 10).await().trimmed()).isFalse();
    assertThat(log().read(run, new EventId(1, 3), 10).await().trimmed()).isFalse();
    assertThat(log().read(run, new EventId(2, 2), 10).await().trimmed()).isFalse();
  }

  @Test
  void keepsAnOpenLogLongerThanAnEndedOne() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 1, NOON)).await();
    assertThat(timeToLive(run)).isGreaterThan(Duration.ofDays(6).toMillis());
    var done =
        new RunEvent.Done(
            DoneStatus.COMPLETED, Optional.empty(), 1, Usage.of(1, 2), 3, Duration.ofMillis(4));
    log().append(run, List.of(event(run, new EventId(1, 2), NOON, done))).await();
    assertThat(timeToLive(run))
        .isBetween(Duration.ofMinutes(50).toMillis(), Duration.ofHours(1).toMillis());
  }

  @Test
  void worksOnWhenTheServerHasForgottenTheScripts() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 1, NOON)).await();
    redis.redis(Command.SCRIPT, "FLUSH");
    List<Future<Void>> appends =
        IntStream.rangeClosed(2, 50)
            .mapToObj(seq -> log().append(run, events(run, 1, seq, 1, NOON)))
            .toList();
    appends.forEach(append -> append.await());
    assertThat(log().lastId(run).await()).isEqualTo(new EventId(1, 50));
  }

  @Test
  void tellsWatchersOfOtherPods() {
    var run = RunId.random();
    EventLog other = redis.pod("pod-2").log();
    Promise<List<Envelope>> told = Promise.promise();
    List<Envelope> batch = events(run, 1, 1, 3, NOON);
    try (Watch _ = other.watch(run, told::tryComplete)) {
      log().append(run, batch).await();
      assertThat(told.future().await()).isEqualTo(batch);
    }
  }

  @Test
  void tellsANewWatchWhatIsNewest() {
    var run = RunId.random();
    log().append(run, events(run, 1, 1, 3, NOON)).await();
    List<Envelope> newest = events(run, 1, 4, 2, NOON);
    log().append(run, newest).await();
    Promise<List<Envelope>> told = Promise.promise();
    try (Watch _ = log().watch(run, told::tryComplete)) {
      assertThat(told.future().await()).isEqualTo(newest);
    }
  }

  @Test
  void failsOneRunAloneWhenItsKeyHoldsSomethingElse() {
    var spoiled = RunId.random();
    var sound = RunId.random();
    redis.redis(Command.SET, redis.key("run:" + spoiled.value() + ":events"), "x");
    Future<Void> one = log().append(spoiled, events(spoiled, 1, 1, 2, NOON));
    Future<Void> two = log().append(sound, events(sound, 1, 1, 2, NOON));
    assertThatThrownBy(one::await)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
    two.await();
    assertThatThrownBy(() -> log().read(spoiled, EventId.ZERO, 1).await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
  }

  @Test
  void saysThatItCannotReadALaterForm() {
    var run = RunId.random();
    redis.redis(
        Command.XADD, redis.key("run:" + run.value() + ":events"), "1-1", "p", "0-0", "e2", "x");
    assertThatThrownBy(() -> log().read(run, EventId.ZERO, 1).await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
  }

  @Test
  void keepsTheOrderOfManyRunsThatAppendAtOnce() {
    var runs = Stream.generate(RunId::random).limit(300).toList();
    List<Future<Void>> appends =
        IntStream.rangeClosed(1, 4)
            .boxed()
            .flatMap(
                seq -> runs.stream().map(run -> log().append(run, events(run, 1, seq, 1, NOON))))
            .toList();
    appends.forEach(append -> append.await());
    for (RunId run : runs) {
      assertThat(log().read(run, EventId.ZERO, 10).await().events())
          .isEqualTo(events(run, 1, 1, 4, NOON));
    }
  }

  private long timeToLive(RunId run) {
    return redis
        .redis(Command.PTTL, redis.key("run:" + run.value() + ":events"))
        .toNumber()
        .longValue();
  }
}
