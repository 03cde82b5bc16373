package dev.sluice.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestingGateway;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The name of the model's server cannot be resolved. */
final class UnknownHostTest {
  private static final int EACH = 10;

  /** Reserved: it never resolves. */
  private static final String NOWHERE = "http://no-such-model.invalid";

  private static final String YAML =
      """
      model: {connect_timeout: 2s}
      retries: {first_delay: 50ms, max_delay: 400ms}
      breakers: {cooldown: 1s}
      agents: {default: {tools: [calculator]}}
      """;

  private final AtomicReference<String> address = new AtomicReference<>(NOWHERE);

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void failsClearlyAtOnceAndAnswersLaterOnceTheAddressIsMended() {
    var options =
        SimulatorOptions.defaults().withPace(Pace.immediate()).withLimits(RateLimits.unlimited());
    try (var gateway = new TestingGateway(folder, options, YAML, this::route)) {
      var client = new StormClient(gateway);
      List<String> interactive = submit(client, "interactive");
      List<String> background = submit(client, "background");

      for (String run : interactive) {
        var events = client.follow(run);
        assertThat(StormClient.status(events)).isEqualTo("failed");
        assertThat(StormClient.error(events))
            .isIn("model_unreachable", "model_unavailable", "model_timeout");
      }
      background.forEach(
          run ->
              assertThat(client.untilWaiting(run).data().path("expected_wait_ms").asLong())
                  .isPositive());
      assertThat(gateway.simulator().modelCalls()).isEmpty();

      address.set("");
      gateway.restart();

      for (String run : background) {
        var events = client.follow(run);
        assertThat(StormClient.status(events)).isEqualTo("completed");
        assertThat(StormStage.text(events)).contains("42");
      }
    }
  }

  private String route(String model) {
    return address.get().isEmpty() ? model : address.get();
  }

  private static List<String> submit(StormClient client, String runClass) {
    return Stream.generate(() -> client.submit(runClass)).limit(EACH).toList();
  }
}
