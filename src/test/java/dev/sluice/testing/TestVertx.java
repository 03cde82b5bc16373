package dev.sluice.testing;

import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/** The only way to a Vert.x in tests: its blocked event loops fail the test that runs. */
public final class TestVertx {
  static final long LIMIT_MILLIS = 500;
  private static final long CHECK_EVERY_MILLIS = 100;

  private TestVertx() {}

  public static Vertx create() {
    return create(new VertxOptions());
  }

  public static Vertx create(VertxOptions options) {
    return watched(Vertx.builder().with(tight(options)));
  }

  /** One that is built with more than options; pass the options through {@link #tight}. */
  public static Vertx watched(VertxBuilder builder) {
    Vertx vertx = builder.build();
    ((VertxInternal) vertx)
        .blockedThreadChecker()
        .setThreadBlockedHandler(
            event -> BlockedLoops.report(event.thread(), event.duration(), event.maxExecTime()));
    return vertx;
  }

  public static VertxOptions tight(VertxOptions options) {
    return options
        .setBlockedThreadCheckInterval(CHECK_EVERY_MILLIS)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
        .setMaxEventLoopExecuteTime(LIMIT_MILLIS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
  }
}
