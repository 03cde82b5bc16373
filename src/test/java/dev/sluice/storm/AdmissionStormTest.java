package dev.sluice.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.json.Json;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.SimulatorOptions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More is wanted, by many or by one, than the model's limits allow. */
final class AdmissionStormTest {
  private static final int CROWD = 200;
  private static final int MUCH = 100_000_000;

  /** One call in 1.25 s, and nobody waits longer than for a few of them. */
  private static final String YAML =
      """
      limiter:
        start: {requests: 60, input_tokens: 100000000, output_tokens: 100000000}
        interactive_patience: 6s
      agents: {default: {tools: []}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, CROWD})
  @Timeout(120)
  void tellsWhoIsInLineHowLongAndSendsWhoWouldWaitTooLongAway(int people) {
    var options =
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withLimits(RateLimits.perMinute(60, MUCH, MUCH));
    try (var gateway = new TestingGateway(folder, options, YAML)) {
      var client = new StormClient(gateway);
      var accepted = new LinkedHashMap<String, String>();

      HttpResponse<String> refused = submitUntilRefused(client, people, accepted);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("content-type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
      assertThat(Json.parse(refused.body()).path("status").asInt()).isEqualTo(429);
      assertThat(client.trySubmit("background").statusCode()).isEqualTo(202);

      var told =
          accepted.entrySet().stream()
              .map(run -> client.follow(run.getKey(), run.getValue()))
              .toList();
      assertThat(told)
          .anySatisfy(
              events ->
                  assertThat(StormClient.named(events, "status"))
                      .anySatisfy(
                          event -> {
                            assertThat(event.data().path("kind").asText()).isEqualTo("waiting");
                            assertThat(event.data().path("expected_wait_ms").asLong())
                                .isBetween(1_000L, 6_000L);
                          }));
      assertThat(told)
          .allSatisfy(
              events ->
                  assertThat(StormClient.status(events).equals("completed") || isBusy(events))
                      .as("%s", events.getLast())
                      .isTrue());
      assertThat(told).filteredOn(events -> !isBusy(events)).hasSizeGreaterThan(6);
      assertThat(gateway.simulator().modelCalls()).noneMatch(call -> call.status() == 429);
    }
  }

  private static HttpResponse<String> submitUntilRefused(
      StormClient client, int people, Map<String, String> accepted) {
    for (int i = 0; i < CROWD; i++) {
      String user = "user-" + i % people;
      var answer = client.trySubmit("interactive", user);
      if (answer.statusCode() != 202) {
        return answer;
      }
      accepted.put(StormClient.run(answer), user);
    }
    throw new AssertionError("nobody was sent away");
  }

  /** Taken in before those ahead were in line, and told so. */
  private static boolean isBusy(List<Sse.Event> events) {
    return StormClient.status(events).equals("failed")
        && StormClient.error(events).equals("model_busy");
  }
}
