package dev.sluice.agent;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.Optional;

/** Hears of what metrics and logs are made of. Must not throw nor block. */
public interface AgentObserver {

  /**
   * A model call ended, well or not.
   *
   * @param outcome bounded: the stop reason's or the failure's name
   */
  record ModelCallEnded(
      String model,
      String outcome,
      Optional<String> requestId,
      Usage usage,
      long costMicros,
      boolean estimated,
      Duration duration,
      Optional<Duration> untilFirstContent) {}

  /**
   * @param outcome bounded: succeeded, failed, degraded, fatal, refused, unknown
   */
  record ToolCallEnded(String tool, String outcome, Duration duration) {}

  void modelCallEnded(ModelCallEnded call);

  void toolCallEnded(ToolCallEnded call);
}
