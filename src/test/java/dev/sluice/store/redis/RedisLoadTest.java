package dev.sluice.store.redis;

import static dev.sluice.store.Samples.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventId;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.id.RunId;
import dev.sluice.store.ManualClock;
import dev.sluice.testing.RedisProcess;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many runs and readers cost, on a server that serves nobody else. */
@Timeout(60)
class RedisLoadTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final int RUNS = 50;
  private static final int EVENTS = 60;

  private final Vertx vertx = TestVertx.create();
  private final List<RedisStore> pods = new ArrayList<>();
  private final RedisProcess server;
  private final Redis client;

  RedisLoadTest() throws IOException {
    server = new RedisProcess();
    client = Redis.createClient(vertx, server.url());
  }

  @AfterEach
  void close() throws IOException {
    pods.forEach(pod -> pod.close().await());
    client.close().await();
    vertx.close().await();
    server.close();
  }

  @Test
  void holdsThreeConnectionsHoweverManyRunsAreWatched() {
    RedisStore pod = open("pod-1");
    int before = clients();
    var watches = new ArrayList<Watch>();
    var told = new AtomicInteger();
    Promise<Boolean> all = Promise.promise();
    List<RunId> runs = Stream.generate(RunId::random).limit(1000).toList();
    for (RunId run : runs) {
      watches.add(
          pod.log()
              .watch(
                  run,
                  _ -> {
                    if (told.incrementAndGet() == runs.size()) {
                      all.complete(true);
                    }
                  }));
    }
    runs.forEach(run -> pod.log().append(run, events(run, 1, 1, 1, NOON)));
    all.future().await();
    assertThat(clients()).isEqualTo(before);
    open("pod-2");
    assertThat(clients()).isEqualTo(before + 3);
    watches.forEach(Watch::close);
    while (channels() > 0) {
      vertx.timer(10).await();
    }
  }

  /** Every run appends one event after the other, as soon as the one before is durable. */
  @Test
  void needsFewCommandsForManyRunsThatStream() {
    RedisStore writer = open("pod-1");
    RedisStore reader = open("pod-2");
    List<RunId> runs = Stream.generate(RunId::random).limit(RUNS).toList();
    var ended = new ArrayList<Future<EventId>>();
    runs.forEach(run -> ended.add(endOf(reader, run)));
    send(Command.CONFIG, "RESETSTAT");
    Future.all(runs.stream().map(run -> stream(writer, run, 1)).toList()).await();
    Map<String, Long> calls = calls();
    ended.forEach(end -> assertThat(end.await()).isEqualTo(new EventId(1, EVENTS)));
    double per1000 = calls.getOrDefault("evalsha", 0L) * 1000.0 / (RUNS * EVENTS);
    System.out.printf(
        "commands per 1,000 events: %.0f sent by the pod; the server did %s for %d events%n",
        per1000, calls, RUNS * EVENTS);
    assertThat(per1000).isBetween(1.0, 100.0);
  }

  private RedisStore open(String pod) {
    RedisOptions options = OpenRedis.options(server.url(), "load", pod, config -> config);
    RedisStore store = RedisStore.open(vertx, options, new ManualClock()).await();
    pods.add(store);
    return store;
  }

  private static Future<EventId> endOf(RedisStore reader, RunId run) {
    Promise<EventId> end = Promise.promise();
    reader
        .log()
        .watch(
            run,
            batch -> {
              EventId last = batch.getLast().id();
              if (last.seq() == EVENTS) {
                end.tryComplete(last);
              }
            });
    return end.future();
  }

  private static Future<Void> stream(RedisStore pod, RunId run, int seq) {
    return seq > EVENTS
        ? Future.succeededFuture()
        : pod.log()
            .append(run, events(run, 1, seq, 1, NOON))
            .compose(_ -> stream(pod, run, seq + 1));
  }

  private int clients() {
    return (int)
        send(Command.CLIENT, "LIST").lines().filter(line -> !line.contains("cmd=client")).count();
  }

  private long channels() {
    return Stream.of(send(Command.PUBSUB, "CHANNELS", "load:run:*").split(","))
        .filter(name -> name.contains("run"))
        .count();
  }

  private Map<String, Long> calls() {
    var calls = new HashMap<String, Long>();
    send(Command.INFO, "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .forEach(
            line -> {
              String name = line.substring("cmdstat_".length(), line.indexOf(':'));
              String count = line.substring(line.indexOf('=') + 1, line.indexOf(','));
              calls.put(name, Long.valueOf(count));
            });
    return calls;
  }

  private String send(Command command, String... arguments) {
    Request request = Request.cmd(command);
    List.of(arguments).forEach(request::arg);
    return String.valueOf(client.send(request).await());
  }
}
