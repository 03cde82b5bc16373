package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.json.Json;

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

  void cancel(String run) {
    var answer = Sse.json("POST", url + "/v1/runs/" + run + "/cancel", null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
