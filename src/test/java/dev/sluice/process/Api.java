package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Calls the run API as a program in another process would. */
final class Api {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Api() {}

  /** The answer to a submit; {@code replayed} when it said so. */
  record Accepted(int status, boolean replayed, JsonNode body) {
    String run() {
      return body.path("run_id").asText();
    }

    String conversation() {
      return body.path("conversation_id").asText();
    }
  }

  /** Fails with an {@link IOException} when the answer is lost. */
  static Accepted submit(String url, String body, Optional<String> key) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/runs"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    key.ifPresent(value -> request.header("idempotency-key", value));
    try {
      var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
      boolean replayed = answer.headers().firstValue("idempotent-replayed").isPresent();
      return new Accepted(answer.statusCode(), replayed, Json.parse(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Accepted submit(String url, String message) throws IOException {
    return submit(url, message(message, Optional.empty()), Optional.empty());
  }

  /** What to submit. */
  static String message(String text, Optional<String> conversation) {
    var body = Json.object().put("message", text);
    conversation.ifPresent(id -> body.put("conversation_id", id));
    return Json.write(body);
  }

  static JsonNode get(String url) {
    var answer = Sse.json("GET", url, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  static JsonNode run(String url, String run) {
    return get(url + "/v1/runs/" + run);
  }

  static Sse follow(String url, String run, Optional<String> after) {
    return Sse.get(url + "/v1/runs/" + run + "/events", after);
  }

  /** The whole log of a run that ends, from its beginning. */
  static Reading read(String url, String run) {
    try (Sse stream = follow(url, run, Optional.empty())) {
      return Reading.of(run, stream.rest());
    }
  }
}
