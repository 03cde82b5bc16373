package dev.sluice.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One budget, as it stands.
 *
 * @param key for permits the provider and the model, or process/all
 * @param kind requests, input_tokens, output_tokens, tokens (both, where a provider counts them
 *     together) or permits
 * @param limit as used: the provider's or the configured one, times the share; per minute, except
 *     for permits
 * @param remaining what is left of it now
 * @param waiting calls in line for this key
 * @param longestWait of those, so far
 * @param pressure 0 when nothing of it is used, 1 when all is; above when more is wanted than there
 *     is
 * @param closedUntil present after a 429
 */
public record BudgetState(
    BudgetKey key,
    String kind,
    long limit,
    long remaining,
    int waiting,
    Duration longestWait,
    double pressure,
    Optional<Instant> closedUntil) {}
