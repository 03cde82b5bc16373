package dev.sluice.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The circuit breakers of a process, one for each thing that is called. Safe for threads. A breaker
 * is kept for good: names come from the configuration, never from a request.
 */
public final class Breakers {
  private final BreakerConfig config;
  private final InstantSource clock;
  private final ConcurrentMap<String, Breaker> breakers = new ConcurrentHashMap<>();

  public Breakers(BreakerConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The breaker of that name, closed when it is new. */
  public Breaker get(String name) {
    return breakers.computeIfAbsent(name, unknown -> new Breaker(unknown, config, clock));
  }

  /** How long each stays open: whatever fails is not tried more often. */
  public Duration cooldown() {
    return config.cooldown();
  }

  /** All of them by name. */
  public List<BreakerState> states() {
    return breakers.values().stream()
        .map(Breaker::state)
        .sorted(Comparator.comparing(BreakerState::name))
        .toList();
  }
}
