package dev.sluice.model.chain;

import dev.sluice.model.ModelClient;
import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryBudget;
import dev.sluice.resilience.RetryConfig;
import dev.sluice.resilience.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A chain of one model behind a limiter that always has room; a retry waits for ever. */
public final class OneModel {
  private OneModel() {}

  public static ModelChain chain(ModelClient client, InstantSource clock) {
    return new ModelChain(
        new ModelTargets(model -> target(model, client), List.of()),
        guards(clock),
        new ChainSettings(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ZERO, 0),
        clock,
        clock,
        new VirtualTime(clock.instant()));
  }

  public static Guards guards(InstantSource clock) {
    var retries = RetryConfig.defaults();
    return new Guards(
        new FakeLimiter(),
        new Breakers(BreakerConfig.defaults(), clock),
        new RetryPolicy(retries, () -> 0L),
        new RetryBudget(retries, clock));
  }

  private static ModelTarget target(String model, ModelClient client) {
    return new ModelTarget(
        ModelTarget.PRIMARY, ModelTarget.PRIMARY, model, model, model, model, true, client);
  }
}
