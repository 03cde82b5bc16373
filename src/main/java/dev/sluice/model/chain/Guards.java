package dev.sluice.model.chain;

import dev.sluice.limit.Limiter;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryBudget;
import dev.sluice.resilience.RetryPolicy;

/** What stands around every call, shared by all calls of a process. */
public record Guards(
    Limiter limiter, Breakers breakers, RetryPolicy retries, RetryBudget retryBudget) {}
