package dev.sluice;

import dev.sluice.agent.AgentObserver;
import dev.sluice.channel.http.HttpMeters;
import dev.sluice.event.DoneStatus;
import dev.sluice.limit.BudgetKey;
import dev.sluice.limit.LimiterObserver;
import dev.sluice.limit.Priority;
import dev.sluice.message.Usage;
import dev.sluice.ops.GuardMeters;
import dev.sluice.ops.Meters;
import dev.sluice.ops.Rates;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the rooms report into meters, rates and log lines. Thread-safe. */
final class Telemetry implements AgentObserver, RunObserver, HttpMeters, LimiterObserver {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.calls");

  private static final String RATE_LIMITED = "model_rate_limited";

  private final Meters meters;
  private final GuardMeters guards;
  private final Rates rates;

  Telemetry(Meters meters, GuardMeters guards, Rates rates) {
    this.meters = meters;
    this.guards = guards;
    this.rates = rates;
  }

  @Override
  public void modelCallEnded(ModelCallEnded call) {
    meters.modelCalled(call.model(), call.drill(), call.outcome(), call.duration());
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
        "model call: model={} drill={} outcome={} request_id={} input={} cache_write={} cache_read={}"
            + " output={} cost_micros={} estimated={} ms={} first_content_ms={}",
        call.model(),
        call.drill(),
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
  public void retried(String model, String reason) {
    guards.retried(model, reason);
    LOG.info("model call made again: model={} reason={}", model, reason);
  }

  @Override
  public void fellBack(String from, String to, String reason) {
    guards.fellBack(from, to, reason);
    LOG.warn("{} goes on in place of {}: {}", to, from, reason);
  }

  @Override
  public void parked(String reason) {
    guards.parked(reason);
    LOG.warn("a run waits for the model: {}", reason);
  }

  @Override
  public void granted(BudgetKey budget, Priority priority, Duration waited) {
    guards.granted(budget.toString(), nameOf(priority), waited);
  }

  @Override
  public void rejected(BudgetKey budget, Priority priority) {
    guards.rejected(budget.toString(), nameOf(priority));
  }

  @Override
  public void closed(BudgetKey budget, Duration duration) {
    guards.closed(budget.toString(), duration);
    LOG.warn("{} is closed for {} ms after a 429", budget, duration.toMillis());
  }

  private static String nameOf(Priority priority) {
    return switch (priority) {
      case INTERACTIVE -> "interactive";
      case BACKGROUND -> "background";
    };
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
