package dev.sluice.channel.http;

import dev.sluice.json.Json;
import dev.sluice.run.Runs;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the service says about itself. */
final class ServiceEndpoints {
  private static final String DOCUMENT = "/openapi.yaml";

  private final Runs runs;
  private final ModelKind model;
  private final Answer document;
  private final Answer index;

  ServiceEndpoints(Runs runs, ModelKind model, List<Endpoint> others) {
    this.runs = runs;
    this.model = model;
    this.document = new Answer.Content("application/yaml", read(DOCUMENT), Map.of());
    this.index = index(others);
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/", _ -> Future.succeededFuture(index)),
        Endpoint.get("/health", _ -> Future.succeededFuture(health())),
        Endpoint.get(DOCUMENT, _ -> Future.succeededFuture(document)));
  }

  private Answer health() {
    var load = runs.load();
    var body =
        Json.object()
            .put("ok", !load.draining())
            .put("in_flight", load.inFlight())
            .put("capacity", load.capacity())
            .put("model", model.wire());
    return new Answer.Document(load.draining() ? 503 : 200, body, Map.of());
  }

  private static Answer index(List<Endpoint> others) {
    var body = Json.object().put("service", "sluice").put("openapi", DOCUMENT);
    var list = body.putArray("endpoints").add("GET /health");
    others.forEach(endpoint -> list.add(endpoint.method().name() + " " + endpoint.path()));
    return new Answer.Document(200, body, Map.of("Vary", "Accept"));
  }

  private static Buffer read(String resource) {
    try (var in = ServiceEndpoints.class.getResourceAsStream(resource)) {
      return Buffer.buffer(Objects.requireNonNull(in, resource).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
