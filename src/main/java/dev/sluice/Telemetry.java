package dev.sluice;

import dev.sluice.agent.AgentObserver;
import dev.sluice.channel.http.HttpMeters;
import dev.sluice.event.DoneStatus;
import dev.sluice.message.Usage;
import dev.sluice.ops.Meters;
import dev.sluice.ops.Rates;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the rooms report into meters, rates and log lines. Thread-safe. */
final class Telemetry implements AgentObserver, RunObserver, HttpMeters {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.calls");

  private static final String RATE_LIMITED = "model_rate_limited";

  private final Meters meters;
  private final Rates rates;

  Telemetry(Meters meters, Rates rates) {
    this.meters = meters;
    this.rates = rates;
  }

  @Override
  public void modelCallEnded(ModelCallEnded call) {
    meters.modelCalled(call.model(), call.outcome(), call.duration());
    rates.modelCalled(call.outcome());
    if (call.outcome().equals(RATE_LIMITED)) {
      rates.rateLimited();
    }
    var usage = call.usage();
    used(call.model(), Meters.TokenKind.INPUT, usage.inputTokens());
    used(call.model(), Meters.TokenKind.CACHE_WRITE, cacheWritten(usage));
    used(call.model(), Meters.TokenKind.CACHE_READ, usage.cacheReadTokens());
    used(call.model(), Meters.TokenKind.OUTPUT, usage.outputTokens());
    meters.spent(call.model(), call.costMicros());
    rates.spent(call.costMicros());
    log(call);
  }

  private void used(String model, Meters.TokenKind kind, long tokens) {
    meters.tokensUsed(model, kind, tokens);
    rates.tokensUsed(kind, tokens);
  }

  private static long cacheWritten(Usage usage) {
    return usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens();
  }

  private static void log(ModelCallEnded call) {
    var usage = call.usage();
    LOG.info(
        "model call: model={} outcome={} request_id={} input={} cache_write={} cache_read={}"
            + " output={} cost_micros={} estimated={} ms={} first_content_ms={}",
        call.model(),
        call.outcome(),
        call.requestId().orElse("-"),
        usage.inputTokens(),
        cacheWritten(usage),
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
    rates.runEnded(status.wire());
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
