package dev.sluice.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.Credentials;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.ModelCatalogue;
import dev.sluice.simulator.wire.ModelTraits;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP request into a call of the API, or into the words that refuse it. */
record CallReader(ModelCatalogue models, @Nullable String apiKey) {
  private static final String API_KEY = "x-api-key";
  private static final String AUTHORIZATION = "authorization";
  private static final String WORKSPACE = "anthropic-workspace-id";
  private static final String VERSION = "anthropic-version";

  static CallReader of(SimulatorOptions options) {
    return new CallReader(ModelCatalogue.shipped(), options.apiKey());
  }

  /** What came of reading a call. */
  sealed interface Read {
    record Call(MessagesRequest request) implements Read {}

    record Bad(ApiError error) implements Read {}
  }

  /** The refusal of the caller itself; otherwise its workspace is told in a header. */
  Optional<ApiError> refusal(Exchange exchange) {
    HttpServerRequest http = exchange.request();
    String key = http.getHeader(API_KEY);
    String authorization = http.getHeader(AUTHORIZATION);
    Optional<ApiError> refusal =
        Credentials.refusal(key, authorization, http.getHeader(VERSION), apiKey);
    if (refusal.isEmpty() || refusal.get().status() != 401) {
      String workspace = Credentials.workspace(key, authorization);
      exchange.response().putHeader(WORKSPACE, workspace);
    }
    return refusal;
  }

  Read read(Exchange exchange) {
    return refusal(exchange)
        .or(() -> encoding(exchange.request()))
        .<Read>map(Read.Bad::new)
        .orElseGet(() -> body(exchange));
  }

  private static Optional<ApiError> encoding(HttpServerRequest http) {
    String encoding = http.getHeader("content-encoding");
    if (encoding != null && !encoding.equals("identity")) {
      return Optional.of(
          ApiError.invalid("content-encoding: not supported here")
              .withCode("request_body_encoding_unsupported"));
    }
    String type = http.getHeader("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json")
        ? Optional.empty()
        : Optional.of(ApiError.invalid("content-type: must be application/json"));
  }

  private Read body(Exchange exchange) {
    JsonNode json;
    try {
      json = Json.parse(exchange.entry().body());
    } catch (JsonProcessingException e) {
      return bad("The request body is not valid JSON: " + e.getOriginalMessage());
    }
    if (!(json instanceof ObjectNode body)) {
      return bad("The request body must be a JSON object");
    }
    exchange.entry().parsed(body);
    JsonNode name = body.path("model");
    if (!name.isTextual()) {
      return bad("model: Field required");
    }
    return models
        .find(name.asText())
        .<Read>map(model -> new Read.Call(call(exchange, body, model)))
        .orElseGet(() -> new Read.Bad(ApiError.of(404, "model: " + name.asText())));
  }

  // Version and workspace are there: the caller was let in with them.
  private static MessagesRequest call(Exchange exchange, ObjectNode body, ModelTraits model) {
    HttpServerRequest http = exchange.request();
    return new MessagesRequest(
        body,
        model,
        Objects.requireNonNullElse(http.getHeader(VERSION), ""),
        betas(http.getHeader("anthropic-beta")),
        Objects.requireNonNullElse(exchange.response().headers().get(WORKSPACE), ""));
  }

  private static Set<String> betas(@Nullable String header) {
    return header == null ? Set.of() : Set.of(header.split(",", -1));
  }

  private static Read bad(String message) {
    return new Read.Bad(ApiError.invalid(message));
  }
}
