package dev.sluice.model.chain;

import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.model.FakeModelClient;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.Thinking;
import dev.sluice.resilience.Breaker;
import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryBudget;
import dev.sluice.resilience.RetryConfig;
import dev.sluice.resilience.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A chain over fakes in virtual time, and all that it told. */
public final class ChainRig {
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  public static final Duration FIRST_DELAY = Duration.ofMillis(500);
  public static final Duration LEAST = Duration.ofSeconds(5);

  public final VirtualTime time = new VirtualTime(NOW);
  public final FakeLimiter limiter = new FakeLimiter();
  public final FakeModelClient primary = new FakeModelClient();
  public final List<FakeModelClient> stands = new ArrayList<>();
  public final Breakers breakers = new Breakers(BreakerConfig.defaults(), time);
  public final List<ChainEvent> events = new ArrayList<>();
  private final List<ModelTarget> fallbacks = new ArrayList<>();
  public RetryConfig retries = RetryConfig.defaults();
  public double drillShare;
  public Instant deadline = NOW.plusSeconds(600);
  public boolean attended = true;
  public boolean drill;

  /** Adds a model that stands in, at a provider of its own. */
  public FakeModelClient fallback(String name) {
    var client = new FakeModelClient();
    stands.add(client);
    fallbacks.add(
        new ModelTarget(
            name,
            name,
            name + "-group",
            name + "-model",
            name + "-model@" + name,
            "row",
            false,
            client));
    return client;
  }

  public ModelTarget asked(String model) {
    return new ModelTarget(
        ModelTarget.PRIMARY, ModelTarget.PRIMARY, "group", model, model, model, true, primary);
  }

  public ModelTarget asked() {
    return asked("model-a");
  }

  public ModelTarget stand(int index) {
    return fallbacks.get(index);
  }

  public ModelChain chain() {
    // No jitter: each wait is the longest of its range.
    var policy = new RetryPolicy(retries, () -> 0L);
    return new ModelChain(
        new ModelTargets(this::asked, fallbacks),
        new Guards(limiter, breakers, policy, new RetryBudget(retries, time)),
        new ChainSettings(Duration.ofSeconds(30), Duration.ofMinutes(10), LEAST, drillShare),
        time,
        time,
        time);
  }

  public ChainCall start() {
    return start(chain());
  }

  public ChainCall start(ModelChain chain) {
    var turn =
        new TurnRequest("model-a", ChainRig::request, attended, new UserId("ada"), deadline, drill);
    return chain.start(turn, events::add);
  }

  static ModelRequest request(ModelTarget target) {
    var message = Message.user(List.of(Block.text("question")));
    return new ModelRequest(
        target.model(), 100, "[]", "[]", List.of(message), Thinking.DEFAULT, Optional.empty());
  }

  /** A failed call stays failed. */
  public void neverRetry() {
    retries =
        new RetryConfig(
            0,
            FIRST_DELAY,
            Duration.ofSeconds(8),
            Duration.ofSeconds(30),
            0,
            0,
            Duration.ofSeconds(60));
  }

  public <T extends ChainEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Five failures in a row. */
  public void breakOpen(ModelTarget target) {
    for (int i = 0; i < BreakerConfig.defaults().failuresInRow(); i++) {
      if (breakers.get(target.breaker()).enter() instanceof Breaker.Pass pass) {
        pass.failed();
      }
    }
  }

  public boolean everythingIsGivenBack() {
    return limiter.settled.size() == limiter.granted()
        && limiter.line.isEmpty()
        && time.running() == 0;
  }
}
