package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BlockedLoopsTest {
  private final Vertx vertx = TestVertx.create();

  @AfterEach
  void close() {
    vertx.close().await();
    BlockedLoops.drain();
  }

  @Test
  void tellsOfALoopThatWaits() {
    var release = new CountDownLatch(1);
    var blocked = new ArrayList<String>();
    loop().runOnContext(now -> awaitQuietly(release));
    while (blocked.isEmpty()) {
      blocked.addAll(BlockedLoops.drain());
      Thread.onSpinWait();
    }
    release.countDown();

    assertThat(blocked.getFirst()).contains("awaitQuietly").contains("was blocked for");
  }

  @Test
  void sparesWorkerThreads() {
    List<String> seen =
        vertx
            .executeBlocking(
                () -> {
                  BlockedLoops.report(Thread.currentThread(), Long.MAX_VALUE, 1);
                  return BlockedLoops.drain();
                })
            .await();

    assertThat(seen).isEmpty();
  }

  private Context loop() {
    return vertx.getOrCreateContext();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
