package dev.sluice.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.json.Json;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** Who asks and reads, at whichever address the gateway is. */
record StormClient(TestingGateway gateway) {
  private static final String LOCAL = "local";

  String submit(String runClass) {
    var answer = trySubmit(runClass);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return run(answer);
  }

  HttpResponse<String> trySubmit(String runClass) {
    return trySubmit(runClass, LOCAL);
  }

  HttpResponse<String> trySubmit(String runClass, String user) {
    var body = Json.object().put("message", "What is 6 * 7?").put("class", runClass);
    return Sse.json("POST", gateway.url() + "/v1/runs", Json.write(body.put("user_id", user)));
  }

  static String run(HttpResponse<String> accepted) {
    return Json.parse(accepted.body()).path("run_id").asText();
  }

  /** Every event of the run until its end. */
  List<Sse.Event> follow(String run) {
    return follow(run, LOCAL);
  }

  List<Sse.Event> follow(String run, String user) {
    try (var stream = open(run, user)) {
      return stream.rest();
    }
  }

  /** Reads on until the event has come that says what the run waits for. */
  Sse.Event untilWaiting(String run) {
    try (var stream = open(run, LOCAL)) {
      while (true) {
        var event = stream.next().orElseThrow();
        if (event.data().path("kind").asText().equals("waiting")) {
          return event;
        }
      }
    }
  }

  private Sse open(String run, String user) {
    String url = gateway.url() + "/v1/runs/" + run + "/events?user_id=" + user;
    return Sse.get(url, Optional.empty());
  }

  static List<Sse.Event> named(List<Sse.Event> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  static String status(List<Sse.Event> events) {
    return events.getLast().data().path("status").asText();
  }

  static String error(List<Sse.Event> events) {
    return named(events, "run_error").getFirst().data().path("type").asText();
  }

  static BigDecimal micros(List<Sse.Event> events) {
    return events.getLast().data().path("cost_usd").decimalValue().movePointRight(6);
  }
}
