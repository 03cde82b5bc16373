package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.RunEventWire;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import dev.sluice.run.Run;
import dev.sluice.run.RunOutcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Runs as the API shows them. What is not known yet is left out. */
final class RunJson {
  private RunJson() {}

  static ObjectNode of(Run run, Links links) {
    var json = summary(run, links);
    json.put("epoch", run.epoch()).put("attempts", attempts(run));
    json.put("agent", run.agent()).put("class", run.runClass().wire());
    json.put("message", run.input().text());
    run.model().ifPresent(model -> json.put("model", model));
    run.cancelRequested().ifPresent(reason -> json.put("cancel_requested", reason));
    json.put("created_at", time(run.createdAt()));
    run.startedAt().ifPresent(at -> json.put("started_at", time(at)));
    run.finishedAt().ifPresent(at -> json.put("finished_at", time(at)));
    run.outcome().ifPresent(outcome -> add(json, outcome));
    return json;
  }

  /** What the answer to a submit tells. */
  static ObjectNode summary(Run run, Links links) {
    return Json.object()
        .put("run_id", run.id().value())
        .put("conversation_id", run.conversation().value())
        .put("status", run.status().wire())
        .put("events_url", links.events(run));
  }

  static ObjectNode list(List<Run> runs, Links links) {
    var json = Json.object();
    var list = json.putArray("runs");
    runs.forEach(run -> list.add(of(run, links)));
    return json;
  }

  /** Milliseconds: what every client can parse. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static void add(ObjectNode json, RunOutcome outcome) {
    json.put("text", outcome.text()).put("turns", outcome.turns());
    outcome.reason().ifPresent(reason -> json.put("reason", reason));
    outcome
        .error()
        .ifPresent(
            error ->
                json.putObject("error")
                    .put("type", error.type())
                    .put("message", error.message())
                    .put("retryable", error.retryable()));
    json.set("usage", usage(outcome.usage()));
    json.put("cost_usd", new BigDecimal(RunEventWire.usd(outcome.costMicros())));
    json.put("duration_ms", outcome.duration().toMillis());
  }

  private static ObjectNode usage(Usage usage) {
    var json =
        Json.object()
            .put("input_tokens", usage.inputTokens())
            .put(
                "cache_creation_input_tokens",
                usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens())
            .put("cache_read_input_tokens", usage.cacheReadTokens())
            .put("output_tokens", usage.outputTokens())
            .put("thinking_tokens", usage.thinkingTokens());
    if (usage.webSearches() > 0) {
      json.put("web_searches", usage.webSearches());
    }
    return json;
  }

  /** A hand-over between workers is not an attempt; a worker that was lost is. */
  private static int attempts(Run run) {
    return run.startedAt().isEmpty() ? run.failures() : run.failures() + 1;
  }
}
