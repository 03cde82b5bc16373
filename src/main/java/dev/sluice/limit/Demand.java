package dev.sluice.limit;

import dev.sluice.id.UserId;
import java.time.Instant;

/**
 * One call that wants to go out.
 *
 * @param model whose permits it takes
 * @param deadline a call that could only go out after it is rejected at once
 */
public record Demand(
    BudgetKey budget,
    String model,
    Estimate estimate,
    Priority priority,
    UserId user,
    Instant deadline) {}
