package dev.sluice.agent;

import dev.sluice.config.Doc;
import dev.sluice.config.Range;

/** How far one run may go. */
public record LoopLimits(
    @Doc("Model calls that bring a turn, per run.") @Range(min = 1, max = 200) int maxTurns,
    @Doc("Tool calls per run.") @Range(min = 1, max = 10_000) int maxToolCalls,
    @Doc("Calls of one tool per run.") @Range(min = 1, max = 10_000) int maxCallsPerTool,
    @Doc("The same call that failed so often is not made again.") @Range(min = 1, max = 100)
        int maxSameFailures) {

  public static LoopLimits defaults() {
    return new LoopLimits(20, 100, 25, 2);
  }
}
