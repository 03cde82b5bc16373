package dev.sluice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From start to SIGTERM of a process. For the main thread. */
final class Lifetime {
  private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 3600;

  private Lifetime() {}

  /** Waits for the start; on failure nothing is left running. */
  static <T> T start(Vertx vertx, Future<T> starting) throws TimeoutException {
    try {
      return starting.await(START_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      vertx.close().await();
      throw StartException.of(e);
    }
  }

  /** Blocks until the process is told to end, then stops and lets it end with code 0. */
  static void untilSignal(Vertx vertx, Supplier<Future<Void>> stop) throws InterruptedException {
    var stopped = new CountDownLatch(1);
    // The JVM must not exit before we have let go: the hook waits, as no other thread can.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(vertx, stop, stopped), "sluice-shutdown"));
    stopped.await();
  }

  private static void stop(Vertx vertx, Supplier<Future<Void>> stop, CountDownLatch stopped) {
    try {
      stop.get().transform(any -> vertx.close()).await(STOP_SECONDS, TimeUnit.SECONDS);
      LOG.info("stopped");
    } catch (TimeoutException | RuntimeException e) {
      LOG.error("could not stop in order: {}", e.toString());
    } finally {
      stopped.countDown();
    }
  }
}
