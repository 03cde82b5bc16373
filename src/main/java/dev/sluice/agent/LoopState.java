package dev.sluice.agent;

import dev.sluice.tool.ToolRunner;
import java.time.InstantSource;

/** What one running loop carries from step to step. */
record LoopState(
    AgentTask task,
    Transcript transcript,
    ToolBudget budget,
    Journal journal,
    AgentOutput output,
    ToolRunner tools,
    AgentObserver observer,
    InstantSource clock) {}
