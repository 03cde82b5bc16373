package dev.sluice;

import dev.sluice.agent.AgentObserver;
import dev.sluice.limit.BudgetKey;
import dev.sluice.limit.LimiterObserver;
import dev.sluice.limit.Priority;
import java.time.Duration;

/** For commands that keep no figures. */
final class Unobserved implements AgentObserver, LimiterObserver {
  @Override
  public void modelCallEnded(ModelCallEnded call) {}

  @Override
  public void retried(String model, String reason) {}

  @Override
  public void fellBack(String from, String to, String reason) {}

  @Override
  public void parked(String reason) {}

  @Override
  public void toolCallEnded(ToolCallEnded call) {}

  @Override
  public void granted(BudgetKey budget, Priority priority, Duration waited) {}

  @Override
  public void rejected(BudgetKey budget, Priority priority) {}

  @Override
  public void closed(BudgetKey budget, Duration duration) {}
}
