package dev.sluice.run;

import dev.sluice.agent.AgentOutput;
import dev.sluice.agent.AgentResult;
import dev.sluice.agent.AgentTask;
import dev.sluice.agent.Journal;
import io.vertx.core.Future;

/** What a worker does with a run that it holds, as {@link dev.sluice.agent.AgentLoop} does it. */
@FunctionalInterface
interface AgentWork {
  Future<AgentResult> run(AgentTask task, Journal journal, AgentOutput output);
}
