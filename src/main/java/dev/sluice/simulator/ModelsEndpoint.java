package dev.sluice.simulator;

import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.ModelListing;
import dev.sluice.simulator.wire.ModelTraits;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Lists models and tells about one. */
record ModelsEndpoint(CallReader reader) {
  private static final int USUAL = 20;
  private static final int MOST = 1_000;

  void list(Exchange exchange) {
    reader.refusal(exchange).ifPresentOrElse(exchange::refuse, () -> page(exchange));
  }

  void one(Exchange exchange, String id) {
    reader
        .refusal(exchange)
        .ifPresentOrElse(
            exchange::refuse,
            () ->
                reader
                    .models()
                    .find(id)
                    .ifPresentOrElse(
                        model -> exchange.answer(200, ModelListing.one(model)),
                        () -> exchange.refuse(ApiError.of(404, "model: " + id))));
  }

  private void page(Exchange exchange) {
    HttpServerRequest http = exchange.request();
    String limit = http.getParam("limit", Integer.toString(USUAL));
    if (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > MOST) {
      exchange.refuse(ApiError.invalid("limit: Input should be an integer from 1 to 1000"));
      return;
    }
    String lifecycle = http.getParam("lifecycle", "");
    List<ModelTraits> models =
        reader.models().models().stream()
            .filter(model -> lifecycle.isEmpty() || model.lifecycle().equals(lifecycle))
            .toList();
    exchange.answer(
        200,
        ModelListing.page(
            models,
            Integer.parseInt(limit),
            http.getParam("after_id"),
            http.getParam("before_id")));
  }
}
