package dev.sluice.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One budget of the limiter.
 *
 * @param name whose it is, such as provider and group of models
 * @param kind what it counts, such as requests or input tokens
 * @param limit per minute, as used
 * @param remaining what is left of it now
 * @param waiting calls that wait for it
 * @param longestWait of those
 * @param pressure 0 when nothing is used, 1 when all is; above when more is wanted
 * @param closedUntil nobody may call before; present after a 429
 */
public record BudgetFact(
    String name,
    String kind,
    long limit,
    long remaining,
    int waiting,
    Duration longestWait,
    double pressure,
    Optional<Instant> closedUntil) {}
