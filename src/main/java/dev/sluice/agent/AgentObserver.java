package dev.sluice.agent;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.util.Optional;

/** Hears of what metrics and logs are made of. Must not throw nor block. */
public interface AgentObserver {

  /**
   * A model call ended, well or not: one attempt.
   *
   * @param drill of a run that began with the fallback on purpose
   * @param outcome bounded: the stop reason's or the failure's name
   */
  record ModelCallEnded(
      String model,
      boolean drill,
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

  /**
   * The model is called again.
   *
   * @param reason bounded: the failure's name, as are the reasons below
   */
  void retried(String model, String reason);

  /** Another model goes on. */
  void fellBack(String from, String to, String reason);

  /** The run waits for the model to come back. */
  void parked(String reason);

  void toolCallEnded(ToolCallEnded call);

  /** Hears nothing. */
  static AgentObserver none() {
    return new AgentObserver() {
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
    };
  }
}
