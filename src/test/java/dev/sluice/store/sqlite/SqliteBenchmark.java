package dev.sluice.store.sqlite;

import dev.sluice.event.EventLog;
import dev.sluice.id.RunId;
import dev.sluice.run.NewRun;
import dev.sluice.run.RunStore;
import dev.sluice.store.Samples;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * Acknowledged writes per second by number of concurrent producers; each has one write under way.
 * Argument: a folder on the disk to be measured.
 */
public final class SqliteBenchmark {
  private static final Duration EACH = Duration.ofSeconds(4);

  private final Vertx vertx;
  private final SqliteStore store;

  private SqliteBenchmark(Vertx vertx, SqliteStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
    Vertx vertx = Vertx.vertx();
    SqliteStore store =
        SqliteStore.open(vertx, folder, InstantSource.system(), SqliteOptions.defaults()).await();
    var benchmark = new SqliteBenchmark(vertx, store);
    for (int producers : new int[] {1, 8, 64, 512, 1, 64}) {
      benchmark.measure("append", producers, benchmark::append);
    }
    for (int producers : new int[] {1, 64}) {
      benchmark.measure("accept, claim, finish, close", producers, benchmark::life);
    }
    store.close().await();
    vertx.close().await();
    System.out.println("file: " + Files.size(folder.resolve("sluice.db")) / 1024 + " kB");
  }

  /** One producer: writes again as soon as the last write is acknowledged. */
  private interface Producer {
    void start(Tally tally);
  }

  private record Tally(Instant end, LongAdder done, CountDownLatch ended) {
    boolean count() {
      done.increment();
      boolean over = Instant.now().isAfter(end);
      if (over) {
        ended.countDown();
      }
      return !over;
    }
  }

  private void measure(String what, int producers, Producer producer) throws Exception {
    Instant begin = Instant.now();
    Duration cpuBefore = cpu();
    var tally = new Tally(begin.plus(EACH), new LongAdder(), new CountDownLatch(producers));
    for (int i = 0; i < producers; i++) {
      vertx.runOnContext(_ -> producer.start(tally));
    }
    tally.ended().await();
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    double cpuMicros = cpu().minus(cpuBefore).toNanos() / 1000.0;
    long done = tally.done().sum();
    System.out.printf(
        "%s, %d producers: %.0f acknowledged/s, %.1f us of processor time each%n",
        what, producers, done / seconds, cpuMicros / done);
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void append(Tally tally) {
    appendNext(tally, RunId.random(), 1);
  }

  private void appendNext(Tally tally, RunId run, long seq) {
    EventLog log = store.log();
    log.append(run, Samples.events(run, 1, seq, 1, Instant.now()))
        .onFailure(Throwable::printStackTrace)
        .onSuccess(
            _ -> {
              if (tally.count()) {
                appendNext(tally, run, seq + 1);
              }
            });
  }

  /** The store's share of one run, without its events. */
  private void life(Tally tally) {
    NewRun wanted = Samples.newRun(Samples.ANNA, Instant.now());
    RunStore runs = store.runs();
    runs.accept(wanted)
        .compose(_ -> runs.claim(wanted.id(), "bench", Samples.LEASE))
        .compose(_ -> runs.finish(wanted.id(), 1, Samples.completed("x"), List.of()))
        .compose(_ -> runs.closeLog(wanted.id(), 1))
        .onFailure(Throwable::printStackTrace)
        .onSuccess(
            _ -> {
              if (tally.count()) {
                life(tally);
              }
            });
  }
}
