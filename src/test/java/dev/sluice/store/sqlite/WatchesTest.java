package dev.sluice.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventLog.Watch;
import dev.sluice.id.RunId;
import dev.sluice.store.Samples;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchesTest {
  private final Vertx vertx = TestVertx.create();
  private final Watches watches = new Watches(vertx);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void keepsNothingOfRunsThatNobodyWatches() throws InterruptedException {
    RunId shared = RunId.random();
    var opened = new ArrayList<Watch>();
    for (int i = 0; i < 100; i++) {
      opened.add(watches.add(i % 2 == 0 ? shared : RunId.random(), _ -> {}));
    }
    assertThat(watches.size()).isEqualTo(51);
    var closers = new ArrayList<Thread>();
    for (Watch watch : opened) {
      closers.add(Thread.ofVirtual().start(watch::close));
    }
    for (Thread closer : closers) {
      closer.join();
    }
    assertThat(watches.size()).isZero();
  }

  @Test
  void tellsTheOthersWhenOneFails() {
    RunId run = RunId.random();
    Promise<List<Envelope>> told = Promise.promise();
    try (Watch _ = watches.add(run, WatchesTest::fail);
        Watch _ = watches.add(run, told::tryComplete)) {
      List<Envelope> batch = Samples.events(run, 1, 1, 1, Instant.EPOCH);
      var handover = new Handover();
      watches.tell(run, batch, handover);
      handover.flush();
      assertThat(told.future().await()).isEqualTo(batch);
    }
  }

  private static void fail(List<Envelope> batch) {
    throw new IllegalStateException("a listener fails on " + batch.size());
  }
}
