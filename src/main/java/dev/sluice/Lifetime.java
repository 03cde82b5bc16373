package dev.sluice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  static <T> T start(Vertx vertx, Future<T> starting) {
    return start(vertx, starting, Duration.ZERO);
  }

  /**
   * @param waiting what the start may wait for others, besides the time that it takes itself
   */
  static <T> T start(Vertx vertx, Future<T> starting, Duration waiting) {
    try {
      return starting.await(START_SECONDS + waiting.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      // Any exception: a future throws its failure as it is, declared or not.
      vertx.close().await();
      throw StartException.of(e);
    }
  }

  /**
   * Announces, then blocks until the process is told to end; it then stops and ends with code 0.
   * Whoever has heard the announcement may end the process in order.
   */
  static void untilSignal(Vertx vertx, Supplier<Future<Void>> stop, Runnable announcement)
      throws InterruptedException {
    // The JVM must not exit before we have let go: the hook waits, as no other thread can.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx, stop), "sluice-shutdown"));
    announcement.run();
    new CountDownLatch(1).await();
  }

  private static void stop(Vertx vertx, Supplier<Future<Void>> stop) {
    int code = 0;
    try {
      stop.get()
          .onFailure(cause -> LOG.error("could not stop in order: {}", cause.toString()))
          .otherwiseEmpty()
          .await(STOP_SECONDS, TimeUnit.SECONDS);
      // Not composed: a future that completes on an event loop cannot outlive the event loops.
      vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
      LOG.info("stopped");
    } catch (Exception e) {
      LOG.error("could not stop in order: {}", e.toString());
      code = Main.EXIT_FAILED;
    }
    // Left to itself, the JVM would report the signal as if that had killed it.
    Runtime.getRuntime().halt(code);
  }
}
