package dev.sluice.resilience;

import java.time.Instant;
import java.util.Optional;

/**
 * One circuit breaker at one moment.
 *
 * @param name what it guards: {@code provider/model} or {@code tool:name}
 * @param state {@code closed}, {@code half_open} or {@code open}
 * @param failuresInRow since the last success
 * @param nextTrial when it lets a call through again; present while it is open
 */
public record BreakerState(
    String name, String state, int failuresInRow, Optional<Instant> nextTrial) {}
