package dev.sluice.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;

/**
 * The wire form of a run's timeline. Times are milliseconds since the run was accepted; they are
 * absent where they are not known. Pure.
 */
final class TimelineJson {
  private final Instant zero;

  private TimelineJson(Instant zero) {
    this.zero = zero;
  }

  static ObjectNode encode(TimelineFact timeline) {
    var form = new TimelineJson(timeline.run().createdAt());
    var json = Json.object();
    json.set("run", SnapshotJson.run(timeline.run()));
    json.put("source", timeline.source().wire()).put("whole", timeline.whole());
    var steps = json.putArray("steps");
    timeline.steps().forEach(step -> steps.add(form.step(step)));
    return json;
  }

  private ObjectNode step(Step step) {
    var json = Json.object();
    switch (step) {
      case Step.Queued _ -> json.put("kind", "queue");
      case Step.Claimed s ->
          json.put("kind", "claim").put("epoch", s.epoch()).put("model", s.model());
      case Step.ModelCalled s -> addModel(json, s);
      case Step.ToolCalled s -> addTool(json, s);
      case Step.Waited s -> {
        json.put("kind", "wait").put("reason", s.reason());
        s.expected().ifPresent(expected -> json.put("expected_ms", expected.toMillis()));
      }
      case Step.Retried s ->
          json.put("kind", "retry")
              .put("attempt", s.attempt())
              .put("delay_ms", s.delay().toMillis())
              .put("reason", s.reason());
      case Step.FellBack s ->
          json.put("kind", "fallback")
              .put("from_model", s.from())
              .put("to_model", s.to())
              .put("reason", s.reason());
      case Step.Rewound s ->
          json.put("kind", "rewind").put("turn", s.turn()).put("reason", s.reason());
      case Step.Trimmed _ -> json.put("kind", "trimmed");
      case Step.Failed s -> json.put("kind", "error").put("type", s.type());
      case Step.Ended s -> {
        json.put("kind", "end").put("status", s.status());
        s.reason().ifPresent(reason -> json.put("reason", reason));
      }
    }
    addSpan(json, step.span());
    return json;
  }

  private void addModel(ObjectNode json, Step.ModelCalled step) {
    json.put("kind", "model").put("turn", step.turn()).put("state", step.state().wire());
    step.firstWord().ifPresent(at -> json.put("first_word_ms", since(at)));
    step.charge().ifPresent(charge -> addCharge(json, charge));
  }

  private static void addCharge(ObjectNode json, Step.Charge charge) {
    Usage usage = charge.usage();
    json.put("model", charge.model())
        .put("input_tokens", usage.inputTokens())
        .put("cache_write_tokens", usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens())
        .put("cache_read_tokens", usage.cacheReadTokens())
        .put("output_tokens", usage.outputTokens())
        .put("cost_micros", charge.costMicros())
        .put("source", charge.estimated() ? "estimate" : "provider");
    charge.requestId().ifPresent(id -> json.put("request_id", id));
  }

  private static void addTool(ObjectNode json, Step.ToolCalled step) {
    json.put("kind", "tool")
        .put("turn", step.turn())
        .put("name", step.name())
        .put("state", step.state().wire());
    step.duration().ifPresent(duration -> json.put("duration_ms", duration.toMillis()));
  }

  private void addSpan(ObjectNode json, Span span) {
    span.from().ifPresent(at -> json.put("from_ms", since(at)));
    span.to().ifPresent(at -> json.put("to_ms", since(at)));
  }

  private long since(Instant at) {
    return Duration.between(zero, at).toMillis();
  }
}
