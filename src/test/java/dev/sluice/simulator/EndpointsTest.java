package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private final RunningSimulator running = new RunningSimulator(RunningSimulator.quick());

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void namesEveryRequestInHeaderAndErrorBody() throws Exception {
    HttpResponse<String> refused = running.create("{}");
    HttpResponse<String> served = running.create(Bodies.whole("Hello"));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(RunningSimulator.json(refused).path("request_id").asText())
        .isEqualTo(refused.headers().firstValue("request-id").orElseThrow());
    assertThat(served.headers().firstValue("request-id"))
        .isPresent()
        .isNotEqualTo(refused.headers().firstValue("request-id"));
    assertThat(served.headers().firstValue("anthropic-ratelimit-requests-remaining"))
        .contains("9999");
    assertThat(served.headers().firstValue("anthropic-workspace-id")).isPresent();
  }

  @Test
  void refusesCallersWithoutCredentialsOrVersion() throws Exception {
    assertThat(status("anthropic-version", "2023-06-01")).isEqualTo(401);
    assertThat(status("x-api-key", "k")).isEqualTo(400);
    assertThat(status("x-api-key", "k", "authorization", "Bearer k")).isEqualTo(401);
    assertThat(status("authorization", "Bearer k", "anthropic-version", "2023-06-01"))
        .isEqualTo(200);
    assertThat(status("authorization", "Basic k", "anthropic-version", "2023-06-01"))
        .isEqualTo(401);
    assertThat(status("x-api-key", "k", "anthropic-version", "2020-01-01")).isEqualTo(400);
  }

  @Test
  void refusesWhatItCannotReadOrFind() throws Exception {
    assertThat(running.create("{\"model\":").statusCode()).isEqualTo(400);
    assertThat(running.create("[]").statusCode()).isEqualTo(400);
    assertThat(running.create("[".repeat(5_000)).statusCode()).isEqualTo(400);
    assertThat(running.create(Bodies.whole("x").replace("opus-5-5", "opus-9")).statusCode())
        .isEqualTo(404);
    assertThat(running.get("/v1/models/claude-none").statusCode()).isEqualTo(404);
    assertThat(running.get("/v2/unknown").statusCode()).isEqualTo(404);
    assertThat(
            RunningSimulator.json(running.get("/v2/unknown")).path("error").path("type").asText())
        .isEqualTo("not_found_error");
  }

  @Test
  void refusesABodyOfMoreThan32Megabytes() throws Exception {
    HttpResponse<String> response = running.create("x".repeat(32 * 1024 * 1024 + 1));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(RunningSimulator.json(response).path("error").path("type").asText())
        .isEqualTo("request_too_large");
  }

  @Test
  void pagesThroughTheModels() throws Exception {
    JsonNode first = RunningSimulator.json(running.get("/v1/models?limit=2"));
    String last = first.path("last_id").asText();
    JsonNode next = RunningSimulator.json(running.get("/v1/models?limit=1000&after_id=" + last));

    assertThat(first.path("data")).hasSize(2);
    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(next.path("has_more").asBoolean()).isFalse();
    assertThat(next.path("data").findValuesAsText("id")).doesNotContain(last).isNotEmpty();
  }

  @Test
  void remembersRequestsWithoutTheirSecrets() throws Exception {
    running.create(Bodies.whole("Hello"));

    RecordedRequest request = running.simulator().modelCalls().getFirst();
    assertThat(request.headers()).containsEntry("x-api-key", "***");
    assertThat(request.body()).isEqualTo(Bodies.whole("Hello"));
    assertThat(request.json().path("max_tokens").asInt()).isEqualTo(4096);
    assertThat(request.outcome()).isEqualTo(Outcome.COMPLETED);
    String told = running.get("/simulator/requests").body();
    assertThat(told).contains("\"COMPLETED\"", request.requestId()).doesNotContain("sk-ant-test");
  }

  @Test
  void answersAsTheServicesBehindTheTools() throws Exception {
    HttpResponse<String> weather =
        running.post("/simulator/tools/get_weather", "{\"city\": \"Berlin\"}");
    HttpResponse<String> again = running.get("/simulator/tools/get_weather?city=Berlin");
    HttpResponse<String> search =
        running.post("/simulator/tools/web_search", "{\"query\": \"Vert.x 5\"}");

    assertThat(RunningSimulator.json(weather).path("city").asText()).isEqualTo("Berlin");
    assertThat(RunningSimulator.json(weather).path("temperature_c").asInt()).isBetween(-5, 30);
    assertThat(again.body()).isEqualTo(weather.body());
    assertThat(RunningSimulator.json(search).path("results")).hasSize(3);
    assertThat(running.post("/simulator/tools/get_weather", "{}").statusCode()).isEqualTo(400);
    assertThat(running.post("/simulator/tools/other", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void letsAScriptSpeakForATool() throws Exception {
    String script =
        """
        - {when: {tool: get_weather, times: 1}, fail: {status: 503, message: closed}}
        - {when: {tool: get_weather, text: oslo}, answer: {json: {city: Oslo, snow: true}}}
        """;
    running.simulator().play(Script.parse(script));

    HttpResponse<String> failed = running.get("/simulator/tools/get_weather?city=Rome");
    HttpResponse<String> oslo = running.get("/simulator/tools/get_weather?city=Oslo");
    HttpResponse<String> rome = running.get("/simulator/tools/get_weather?city=Rome");
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(oslo.body()).isEqualTo("{\"city\":\"Oslo\",\"snow\":true}");
    assertThat(rome.body()).contains("temperature_c");
  }

  @Test
  void countsTokensWithoutMaxTokens() throws Exception {
    ObjectNode body = Bodies.of("0123456789");
    assertThat(running.post("/v1/messages/count_tokens", Json.compact(body)).statusCode())
        .isEqualTo(400);
    body.remove("max_tokens");
    HttpResponse<String> counted = running.post("/v1/messages/count_tokens", Json.compact(body));

    assertThat(counted.body()).isEqualTo("{\"input_tokens\":6}");
  }

  private int status(String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(running.simulator().baseUrl() + "/v1/messages"))
            .header("content-type", "application/json")
            .headers(headers)
            .POST(BodyPublishers.ofString(Bodies.whole("Hello")));
    return running.send(request).statusCode();
  }
}
