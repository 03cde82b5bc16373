package dev.sluice.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first model is overloaded for everybody, and another one stands in. */
final class FallbackStormTest {
  private static final int RUNS = 40;
  private static final String STANDS_IN = "claude-haiku-5-5";
  private static final String YAML =
      """
      model:
        drill_share: 0
        fallbacks: [{name: small, model: claude-haiku-5-5}]
      retries: {first_delay: 50ms, max_delay: 400ms}
      agents: {default: {tools: [calculator]}}
      """;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void answersEverybodyByTheFallbackAndAtItsPrice() {
    var options =
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withLimits(RateLimits.unlimited())
            .withRemembered(10_000)
            .withScript(Script.parse("- {when: {model: claude-sonnet-5-5}, fail: {status: 529}}"));
    try (var gateway = new TestingGateway(folder, options, YAML)) {
      var client = new StormClient(gateway);
      var runs = Stream.generate(() -> client.submit("interactive")).limit(RUNS).toList();

      var told = runs.stream().map(client::follow).toList();

      told.forEach(FallbackStormTest::fellBackAndCompleted);
      BigDecimal charged =
          told.stream().map(StormClient::micros).reduce(BigDecimal.ZERO, BigDecimal::add);
      // Each call is rounded to a micro-dollar.
      long answered = calls(gateway, 200);
      assertThat(charged)
          .isCloseTo(
              gateway.simulator().bill().microDollars(),
              Offset.offset(BigDecimal.valueOf(answered)))
          .isGreaterThan(BigDecimal.valueOf(10 * answered));
      assertThat(calls(gateway, 529))
          .as("calls that found it overloaded, the breaker having opened")
          .isLessThan(RUNS);
    }
  }

  private static void fellBackAndCompleted(List<Sse.Event> events) {
    assertThat(StormClient.status(events)).isEqualTo("completed");
    assertThat(StormStage.text(events)).contains("42");
    assertThat(StormClient.named(events, "status"))
        .anySatisfy(
            event -> {
              assertThat(event.data().path("kind").asText()).isEqualTo("fallback");
              assertThat(event.data().path("to").asText()).isEqualTo(STANDS_IN);
            });
    assertThat(StormClient.named(events, "usage"))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.data().path("model").asText()).isEqualTo(STANDS_IN));
  }

  private static long calls(TestingGateway gateway, int status) {
    return gateway.simulator().modelCalls().stream()
        .filter(call -> call.status() == status)
        .count();
  }
}
