package dev.sluice.simulator;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.wire.Json;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A simulator on a free port with clients to call it; closed with everything it opened. */
final class RunningSimulator implements AutoCloseable {
  private final Vertx vertx = TestVertx.create();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Simulator simulator;
  private final AnthropicClient sdk;

  RunningSimulator(SimulatorOptions options) {
    this.simulator = Simulator.start(vertx, options).await();
    this.sdk =
        AnthropicOkHttpClient.builder()
            .apiKey("sk-ant-test")
            .baseUrl(simulator.baseUrl())
            .checkJacksonVersionCompatibility(false)
            .build();
  }

  /** Without any delay. */
  static SimulatorOptions quick() {
    return SimulatorOptions.defaults().withPace(Pace.immediate());
  }

  static RunningSimulator playing(String yaml) {
    return new RunningSimulator(quick().withScript(Script.parse(yaml)));
  }

  Simulator simulator() {
    return simulator;
  }

  Vertx vertx() {
    return vertx;
  }

  AnthropicClient sdk() {
    return sdk;
  }

  /** Headers of an accepted caller. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
        .header("x-api-key", "sk-ant-test")
        .header("anthropic-version", "2026-10-21")
        .header("content-type", "application/json");
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> create(String body) throws IOException, InterruptedException {
    return post("/v1/messages", body);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
    return Json.parse(response.body());
  }

  @Override
  public void close() {
    sdk.close();
    http.close();
    simulator.close().await();
    vertx.close().await();
  }
}
