package dev.sluice.store.redis;

import static dev.sluice.store.Samples.events;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.EventLog.LogPage;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import dev.sluice.store.ManualClock;
import dev.sluice.testing.RedisProcess;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when Redis is killed, emptied or stalled, to a store that was in use. */
@Timeout(60)
class RedisOutageTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final Vertx vertx = TestVertx.create();
  private final ManualClock clock = new ManualClock();
  private final RedisProcess server;
  private final RedisStore store;
  private final RunId run = RunId.random();

  RedisOutageTest() throws IOException {
    server = new RedisProcess();
    store = open(vertx, server.url());
  }

  @BeforeEach
  void isInUse() {
    store.log().append(run, events(run, 1, 1, 3, NOON)).await();
  }

  @AfterEach
  void close() throws IOException {
    store.close().await();
    vertx.close().await();
    server.close();
  }

  @Test
  void failsWhileTheServerIsAwayAndGoesOnAfterwards() throws Exception {
    server.kill();
    unavailable(() -> store.log().append(run, events(run, 1, 4, 1, NOON)));
    unavailable(() -> store.log().read(run, EventId.ZERO, 10));
    unavailable(() -> store.log().lastId(run));
    unavailable(() -> store.queue().offer(run, RunClass.INTERACTIVE));
    unavailable(store::check);
    assertThat(store.isConnected()).isFalse();
    server.start();
    sooner(() -> store.log().append(run, events(run, 1, 4, 1, NOON)));
    LogPage page = store.log().read(run, new EventId(1, 2), 10).await();
    assertThat(page.events()).isEqualTo(events(run, 1, 4, 1, NOON));
    assertThat(page.trimmed()).isTrue();
  }

  @Test
  void answersTakesThatWaitedThroughAnOutage() throws Exception {
    Future<List<RunId>> waiting = store.queue().take(1, 1);
    server.kill();
    unavailable(store::check);
    Future<List<RunId>> late = store.queue().take(1, 1);
    server.start();
    RunId one = RunId.random();
    RunId two = RunId.random();
    sooner(() -> store.queue().offer(one, RunClass.INTERACTIVE));
    sooner(() -> store.queue().offer(two, RunClass.BACKGROUND));
    assertThat(waiting.await()).containsExactly(one);
    assertThat(late.await()).containsExactly(two);
  }

  @Test
  void tellsWatchersWhatWasAddedWhileTheySubscribedAgain() throws Exception {
    Promise<Boolean> watching = Promise.promise();
    Promise<List<Envelope>> told = Promise.promise();
    List<Envelope> next = events(run, 1, 4, 2, NOON);
    try (Watch _ =
        store
            .log()
            .watch(
                run,
                batch -> {
                  watching.tryComplete(true);
                  if (batch.equals(next)) {
                    told.tryComplete(batch);
                  }
                })) {
      watching.future().await();
      server.kill();
      unavailable(store::check);
      server.start();
      sooner(() -> store.log().append(run, next));
      assertThat(told.future().await()).isEqualTo(next);
    }
  }

  @Test
  void hearsCancelsAndTopicsAgainAfterAnOutage() throws Exception {
    Promise<String> first = Promise.promise();
    Promise<String> last = Promise.promise();
    store
        .topics()
        .subscribe(
            "switch",
            text -> {
              if (!first.tryComplete(text) && text.equals("second")) {
                last.tryComplete(text);
              }
            });
    heardAtLast("first", first);
    server.kill();
    unavailable(store::check);
    server.start();
    heardAtLast("second", last);
  }

  @Test
  void goesOnAfterEverythingWasFlushed() {
    store.queue().offer(run, RunClass.INTERACTIVE).await();
    store.queue().take(1, 1).await();
    Future<List<RunId>> waiting = store.queue().take(1, 1);
    send(Command.FLUSHALL);
    send(Command.SCRIPT, "FLUSH");
    store.log().append(run, events(run, 1, 4, 2, NOON)).await();
    LogPage page = store.log().read(run, EventId.ZERO, 10).await();
    assertThat(page).isEqualTo(new LogPage(events(run, 1, 4, 2, NOON), true));
    RunId next = RunId.random();
    store.queue().offer(next, RunClass.INTERACTIVE).await();
    assertThat(waiting.await()).containsExactly(next);
    store.queue().ack(next).await();
    store.queue().ack(run).await();
  }

  @Test
  void refusesALateEpochAfterAFlushOnceTheNextHasBegun() {
    send(Command.FLUSHALL);
    store.log().append(run, events(run, 2, 1, 1, NOON)).await();
    assertThatThrownBy(() -> store.log().append(run, events(run, 1, 4, 1, NOON)).await())
        .isInstanceOf(FencedAppend.class);
  }

  @Test
  void takesAStalledServerForAway() throws Exception {
    server.stall();
    unavailable(() -> store.log().append(run, events(run, 1, 4, 1, NOON)));
    unavailable(() -> store.log().lastId(run));
    server.wake();
    sooner(() -> store.log().lastId(run));
    // What was sent before may have been written: the log says so.
    EventId last = store.log().lastId(run).await();
    assertThat(last).isIn(new EventId(1, 3), new EventId(1, 4));
  }

  @Test
  void countsNobodyAsAwayWhileItCannotKnow() throws Exception {
    store.signals().unattended(run);
    store.signals().present(run);
    store.exchangePresence().await();
    server.kill();
    clock.advance(Duration.ofSeconds(10));
    unavailable(store::exchangePresence);
    assertThat(store.signals().unattended(run)).isZero();
    server.start();
    sooner(store::exchangePresence);
    assertThat(store.signals().unattended(run)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void looksForAnotherServerWhenThisOneBecameAReplica() {
    send(Command.REPLICAOF, "127.0.0.1", "1");
    unavailable(() -> store.log().append(run, events(run, 1, 4, 1, NOON)));
    sooner(() -> store.commands().send(Request.cmd(Command.REPLICAOF).arg("NO").arg("ONE")));
    sooner(() -> store.log().append(run, events(run, 1, 4, 1, NOON)));
    assertThat(store.log().lastId(run).await()).isEqualTo(new EventId(1, 4));
  }

  @Test
  void saysThatTheMemoryIsFullAndHasWrittenNothing() {
    send(Command.CONFIG, "SET", "maxmemory", "1");
    assertThatThrownBy(() -> store.log().append(run, events(run, 1, 4, 1, NOON)).await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
    assertThatThrownBy(() -> store.queue().offer(run, RunClass.INTERACTIVE).await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
    send(Command.CONFIG, "SET", "maxmemory", "0");
    assertThat(store.log().lastId(run).await()).isEqualTo(new EventId(1, 3));
    store.log().append(run, events(run, 1, 4, 1, NOON)).await();
    store.queue().offer(run, RunClass.INTERACTIVE).await();
  }

  @Test
  void opensWhileTheServerIsAwayAndConnectsLater() throws Exception {
    server.kill();
    RedisStore second = open(vertx, server.url());
    unavailable(second::check);
    server.start();
    sooner(second::check);
    second.close().await();
    assertThatThrownBy(() -> second.check().await()).isInstanceOf(StoreException.class);
  }

  private RedisStore open(Vertx vertx, String url) {
    RedisOptions options =
        OpenRedis.options(
            url,
            "outage",
            "pod-1",
            config ->
                RedisSettings.withTimeouts(config, Duration.ofSeconds(2), Duration.ofMillis(500)));
    return RedisStore.open(vertx, options, clock).await();
  }

  private static void unavailable(Supplier<Future<?>> call) {
    assertThatThrownBy(() -> call.get().await())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  /** Again and again while the store is away; anything else fails the test. */
  private void sooner(Supplier<Future<?>> call) {
    while (true) {
      try {
        call.get().await();
        return;
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        vertx.timer(20, MILLISECONDS).await();
      }
    }
  }

  private void heardAtLast(String text, Promise<String> heard) {
    while (!heard.future().isComplete()) {
      store.topics().publish("switch", text).otherwise(0).await();
      vertx.timer(20, MILLISECONDS).await();
    }
    assertThat(heard.future().await()).isEqualTo(text);
  }

  private void send(Command command, String... arguments) {
    Request request = Request.cmd(command);
    List.of(arguments).forEach(request::arg);
    store.commands().send(request).await();
  }
}
