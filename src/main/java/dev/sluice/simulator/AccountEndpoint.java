package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.Usage;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Shows what the simulator has seen and what it charges, for people and scripts. */
record AccountEndpoint(Journal journal) {
  private static final int MOST = 100;

  void bill(RoutingContext ctx) {
    Bill bill = journal.bill();
    ObjectNode json = Json.object().put("attempts", bill.attempts());
    json.setAll(usage(bill.usage()));
    json.put("micro_dollars", bill.microDollars().toPlainString());
    json.put("micro_dollars_rounded_up", bill.microDollarsRoundedUp());
    send(ctx, Json.compact(json));
  }

  void requests(RoutingContext ctx) {
    List<RecordedRequest> all = journal.requests();
    ArrayNode latest = Json.array();
    all.subList(Math.max(0, all.size() - MOST), all.size())
        .forEach(request -> latest.add(json(request)));
    ObjectNode json = Json.object();
    json.set("requests", latest);
    send(ctx, Json.compact(json));
  }

  private static ObjectNode json(RecordedRequest request) {
    ObjectNode json = Json.object().put("number", request.number());
    json.put("at", request.at().toString()).put("method", request.method());
    json.put("path", request.path()).put("request_id", request.requestId());
    json.put("status", request.status()).put("outcome", request.outcome().name());
    json.put("bytes_sent", request.bytesSent()).put("events_sent", request.eventsSent());
    json.put("micro_dollars", request.microDollars().toPlainString());
    json.set("usage", usage(request.usage()));
    ObjectNode headers = json.putObject("headers");
    request.headers().forEach(headers::put);
    return json.put("body", request.body());
  }

  private static ObjectNode usage(Usage usage) {
    return Json.object()
        .put("input_tokens", usage.input())
        .put("cache_read_input_tokens", usage.cacheRead())
        .put("cache_write_5m_input_tokens", usage.cacheWrite5m())
        .put("cache_write_1h_input_tokens", usage.cacheWrite1h())
        .put("output_tokens", usage.output())
        .put("thinking_tokens", usage.thinking());
  }

  private static void send(RoutingContext ctx, String json) {
    ctx.response().putHeader("content-type", "application/json").end(json);
  }
}
