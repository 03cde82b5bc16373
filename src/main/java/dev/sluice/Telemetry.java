package dev.sluice;

import dev.sluice.agent.AgentObserver;
import dev.sluice.channel.http.HttpMeters;
import dev.sluice.event.DoneStatus;
import dev.sluice.ops.Meters;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the rooms report into meters and log lines. Thread-safe. */
final class Telemetry implements AgentObserver, RunObserver, HttpMeters {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.calls");

  private final Meters meters;

  Telemetry(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void modelCallEnded(ModelCallEnded call) {
    meters.modelCalled(call.model(), call.outcome(), call.duration());
    var usage = call.usage();
    meters.tokensUsed(call.model(), Meters.TokenKind.INPUT, usage.inputTokens());
    meters.tokensUsed(
        call.model(),
        Meters.TokenKind.CACHE_WRITE,
        usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens());
    meters.tokensUsed(call.model(), Meters.TokenKind.CACHE_READ, usage.cacheReadTokens());
    meters.tokensUsed(call.model(), Meters.TokenKind.OUTPUT, usage.outputTokens());
    meters.spent(call.model(), call.costMicros());
    LOG.info(
        "model call: model={} outcome={} request_id={} input={} cache_write={} cache_read={}"
            + " output={} cost_micros={} estimated={} ms={} first_content_ms={}",
        call.model(),
        call.outcome(),
        call.requestId().orElse("-"),
        usage.inputTokens(),
        usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens(),
        usage.cacheReadTokens(),
        usage.outputTokens(),
        call.costMicros(),
        call.estimated(),
        call.duration().toMillis(),
        call.untilFirstContent().map(Duration::toMillis).orElse(-1L));
  }

  @Override
  public void toolCallEnded(ToolCallEnded call) {
    meters.toolCalled(call.tool(), call.outcome(), call.duration());
  }

  @Override
  public void submitted(RunClass runClass, Duration latency) {
    meters.runSubmitted(runClass.wire());
  }

  @Override
  public void refused(RunClass runClass) {
    LOG.warn("a {} run was refused: the queue is full", runClass.wire());
  }

  @Override
  public void started(RunClass runClass) {}

  @Override
  public void ended(RunClass runClass, DoneStatus status, Duration duration) {
    meters.runEnded(runClass.wire(), status.wire(), duration);
  }

  @Override
  public void submitAnswered(boolean accepted, Duration latency) {
    meters.submitAnswered(accepted, latency);
  }

  @Override
  public void streamOpened() {
    meters.subscriberCame();
  }

  @Override
  public void streamClosed() {
    meters.subscriberWent();
  }
}
