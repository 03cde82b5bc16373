package dev.sluice.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The wire form of a snapshot. Durations are milliseconds, times ISO 8601, money micro-dollars; a
 * part that could not be had is {@code null}. Pure.
 */
final class SnapshotJson {
  private SnapshotJson() {}

  static ObjectNode encode(Snapshot snapshot) {
    var json = Json.object().put("at", snapshot.at().toString());
    json.set("load", load(snapshot.load()));
    json.set("rates", rates(snapshot.rates()));
    json.set("budgets", list(snapshot.budgets(), SnapshotJson::budget));
    json.set("breakers", list(snapshot.breakers(), SnapshotJson::breaker));
    json.set("runs", list(snapshot.runs(), SnapshotJson::run));
    return json;
  }

  static ObjectNode run(RunFact run) {
    var json =
        Json.object()
            .put("id", run.id().value())
            .put("user", run.user())
            .put("agent", run.agent())
            .put("channel", run.channel())
            .put("class", run.runClass())
            .put("model", run.model())
            .put("status", run.status())
            .put("claims", run.claims())
            .put("failures", run.failures())
            .put("created_at", run.createdAt().toString());
    run.startedAt().ifPresent(at -> json.put("started_at", at.toString()));
    run.finishedAt().ifPresent(at -> json.put("finished_at", at.toString()));
    run.ending().ifPresent(ending -> addEnding(json, ending));
    return json;
  }

  private static void addEnding(ObjectNode json, RunFact.Ending ending) {
    ending.reason().ifPresent(reason -> json.put("reason", reason));
    ending.error().ifPresent(error -> json.put("error", error));
    json.put("turns", ending.turns())
        .put("tokens_read", ending.tokensRead())
        .put("tokens_written", ending.tokensWritten())
        .put("cost_micros", ending.costMicros())
        .put("duration_ms", ending.duration().toMillis());
  }

  private static ObjectNode load(LoadFact load) {
    return Json.object()
        .put("phase", load.phase())
        .put("in_flight", load.inFlight())
        .put("capacity", load.capacity())
        .put("queued", load.queued())
        .put("readers", load.readers());
  }

  private static ObjectNode rates(Map<Rates.Family, Map<String, List<Long>>> rates) {
    var json =
        Json.object()
            .put("width_ms", Rates.WIDTH.toMillis())
            .put("step_ms", Rates.STEP.toMillis())
            .put("points", Rates.POINTS);
    for (Rates.Family family : Rates.Family.values()) {
      var byName = json.putObject(family.wire());
      rates
          .getOrDefault(family, Map.of())
          .forEach(
              (name, points) -> {
                var array = byName.putArray(name);
                points.forEach(array::add);
              });
    }
    return json;
  }

  private static ObjectNode budget(BudgetFact budget) {
    var json =
        Json.object()
            .put("name", budget.name())
            .put("kind", budget.kind())
            .put("limit", budget.limit())
            .put("remaining", budget.remaining())
            .put("waiting", budget.waiting())
            .put("longest_wait_ms", budget.longestWait().toMillis())
            .put("pressure", budget.pressure());
    budget.closedUntil().ifPresent(at -> json.put("closed_until", at.toString()));
    return json;
  }

  private static ObjectNode breaker(BreakerFact breaker) {
    var json =
        Json.object()
            .put("name", breaker.name())
            .put("state", breaker.state().wire())
            .put("failures_in_row", breaker.failuresInRow());
    breaker.nextTrial().ifPresent(at -> json.put("next_trial", at.toString()));
    return json;
  }

  /** Nobody told is not the same as none. */
  private static <T> JsonNode list(Optional<List<T>> facts, Function<T, ObjectNode> form) {
    if (facts.isEmpty()) {
      return NullNode.getInstance();
    }
    ArrayNode array = Json.MAPPER.createArrayNode();
    facts.get().forEach(fact -> array.add(form.apply(fact)));
    return array;
  }
}
