package dev.sluice.agent;

/**
 * How far one run may go.
 *
 * @param maxTurns model calls that bring a turn
 * @param maxToolCalls tool calls of the whole run
 * @param maxCallsPerTool calls of one tool
 * @param maxSameFailures how often the same call, failing, is made
 */
public record LoopLimits(int maxTurns, int maxToolCalls, int maxCallsPerTool, int maxSameFailures) {

  public static LoopLimits defaults() {
    return new LoopLimits(20, 100, 25, 2);
  }
}
