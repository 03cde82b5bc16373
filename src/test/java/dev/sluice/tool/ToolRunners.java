package dev.sluice.tool;

import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryConfig;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;

/** Runners as a process has them, with the default retries and breakers of their own. */
public final class ToolRunners {
  private ToolRunners() {}

  public static GuardedToolRunner of(Vertx vertx, InstantSource clock, Tool... tools) {
    return new GuardedToolRunner(
        vertx,
        clock,
        new ToolRegistry(List.of(tools)),
        ContentLimit.DEFAULT,
        RetryConfig.defaults(),
        new Breakers(BreakerConfig.defaults(), clock));
  }
}
