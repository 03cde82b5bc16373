package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.simulator.Outcome;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while runs are under way: they are handed over, and no failure is counted. */
@Timeout(300)
class StopIT {
  private static final String YAML =
      """
      runs: {drain: DRAIN, max_failures: 1}
      http: {shutdown_timeout: 2s}
      agents:
        default: {tools: [book_seat]}
      tools:
        declared:
          - name: book_seat
            description: Books a seat, once for each call.
            input_schema: {type: object, properties: {seat: {type: string}}, required: [seat]}
            url: TOOLS/book_seat
            timeout: 30s
            idempotent: false
            importance: critical
            headers: {}
      """;

  @TempDir Path folder;
  private final SimulatorOptions options =
      SimulatorOptions.defaults()
          .withPace(Pace.immediate())
          .withLimits(RateLimits.unlimited())
          .withStrict(true);

  @Test
  void breaksOffATurnThatOutlastsTheDrainAndHandsTheRunOver() throws Exception {
    try (var gateway = gateway("300ms")) {
      gateway.simulator().play(Script.parse("rules: [{reply: [{text: Once upon}, stall]}]"));
      gateway.start();
      String run = Api.submit(gateway.url(), "Tell me a tale").run();
      try (Sse stream = Api.follow(gateway.url(), run, Optional.empty())) {
        var reading = new Reading(run);
        while (reading.text().isEmpty()) {
          reading.add(stream.next().orElseThrow());
        }

        assertThat(gateway.stop()).isZero();

        stream.rest().forEach(reading::add);
        assertThat(reading.isDone()).isFalse();
        gateway
            .simulator()
            .awaitRequest(call -> call.outcome() == Outcome.CANCELLED_BY_CLIENT)
            .await();
        gateway.simulator().play(Script.parse("rules: [{reply: [{text: A short one.}]}]"));
        gateway.start();
        checkHandedOver(gateway.url(), run);
        Api.follow(gateway.url(), run, reading.lastId()).rest().forEach(reading::add);
        assertThat(reading.status()).isEqualTo("completed");
        assertThat(reading.named("rewind")).hasSize(1);
        assertThat(reading.text()).isEqualTo("A short one.");
      }
    }
  }

  @Test
  void letsATurnReachItsBoundaryWithinTheDrain() throws Exception {
    try (var gateway = gateway("1m")) {
      gateway.tools().hold();
      var facts = new Facts();
      facts.begin();
      gateway.tools().onCall(call -> facts.saw(Facts.Kind.TOOL_CALLED));
      SluiceProcess process = gateway.start();
      String url = gateway.url();
      String run = Api.submit(url, "Please use book_seat {\"seat\": \"by the window\"}").run();
      try (Sse stream = Api.follow(url, run, Optional.empty())) {
        facts.await(Facts.Kind.TOOL_CALLED, 1);

        process.terminate();
        // Readers are sent away first: from then on it is known to be stopping.
        assertThat(stream.rest()).noneMatch(event -> event.name().equals("done"));
        assertThat(process.isAlive()).isTrue();
        gateway.tools().release();
        assertThat(gateway.stop()).isZero();
      }

      gateway.start();
      Reading reading = checkHandedOver(gateway.url(), run);
      assertThat(reading.named("rewind")).isEmpty();
      assertThat(reading.values("tool_end", "ok")).containsExactly("true");
      assertThat(reading.text()).contains("Done.");
      assertThat(gateway.tools().callsByKey(Questions.BOOK).values()).containsExactly(1L);
    }
  }

  /** The next process took it, under the next epoch, as the first attempt that it still is. */
  private static Reading checkHandedOver(String url, String run) {
    Reading reading = Api.read(url, run);
    assertThat(reading.status()).isEqualTo("completed");
    JsonNode state = Api.run(url, run);
    assertThat(state.path("attempts").asInt()).isEqualTo(1);
    assertThat(state.path("epoch").asInt()).isEqualTo(2);
    assertThat(state.path("text").asText()).isEqualTo(reading.text());
    return reading;
  }

  private RealGateway gateway(String drain) {
    return new RealGateway(folder, options, YAML.replace("DRAIN", drain));
  }
}
