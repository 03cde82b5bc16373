package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.json.Json;
import java.util.List;
import java.util.Optional;

/** The few calls of the run API that every test here makes. */
record Api(String url) {

  /** The id of a new run. */
  String submit(String message) {
    var body = Json.write(Json.object().put("message", message));
    var answer = Sse.json("POST", url + "/v1/runs", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.parse(answer.body()).path("run_id").asText();
  }

  JsonNode run(String id) {
    return get("/v1/runs/" + id);
  }

  JsonNode get(String path) {
    var answer = Sse.json("GET", url + path, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  /** Returns when a reader has been shown the text. */
  void awaitText(String run, String text) {
    try (var events = follow(run)) {
      var shown = new StringBuilder();
      while (shown.indexOf(text) < 0) {
        var event = events.next().orElseThrow();
        shown.append(event.name().equals("token") ? event.data().path("text").asText() : "");
      }
    }
  }

  /** The run's events to the last; returns when there is no more. */
  List<Sse.Event> awaitEnd(String run) {
    try (var events = follow(run)) {
      var all = events.rest();
      assertThat(all.getLast().name()).isEqualTo("done");
      return all;
    }
  }

  Sse follow(String run) {
    return Sse.get(url + "/v1/runs/" + run + "/events", Optional.empty());
  }

  void cancel(String run) {
    var answer = Sse.json("POST", url + "/v1/runs/" + run + "/cancel", null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
