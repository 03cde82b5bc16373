package dev.sluice;

import dev.sluice.limit.LimiterClient;
import dev.sluice.limit.LimiterObserver;
import dev.sluice.model.chain.Guards;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryBudget;
import dev.sluice.resilience.RetryPolicy;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Makes what stands around the model calls of a process, as configured. */
final class GuardSetup {
  private GuardSetup() {}

  static Guards guards(
      Vertx vertx, SluiceConfig config, InstantSource clock, LimiterObserver observer) {
    return new Guards(
        new LimiterClient(vertx, config.limiter(), clock, observer),
        new Breakers(config.breakers(), clock),
        new RetryPolicy(config.retries(), () -> ThreadLocalRandom.current().nextLong()),
        new RetryBudget(config.retries(), clock));
  }
}
