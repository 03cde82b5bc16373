package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.TestingGateway;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More work than room, and readers who do not read: what was accepted still comes to its end. */
@Timeout(120)
class OverloadTest {
  private static final int STUCK = 6;
  private static final int TURNS = 6;
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void refusesWhatDoesNotFitAndEndsWhatItTook() throws Exception {
    var script = Script.parse("[{when: {text: first}, reply: [{text: Well}, stall]}]");
    String yaml = "runs: {capacity: 1, max_queued: 2}";
    try (var gateway = new TestingGateway(folder, model(script), yaml)) {
      var api = new Api(gateway.url());
      String first = api.submit("first");
      api.awaitText(first, "Well");
      var taken = new ArrayList<>(List.of(first, api.submit("second"), api.submit("third")));

      for (String target : List.of("/v1/runs", "/v1/chat/stream")) {
        var refused =
            Wire.exchange(gateway.url(), Wire.post(target, "{\"message\":\"one too many\"}"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("type").asText()).isEqualTo("urn:sluice:problem:overloaded");
        assertThat(Integer.parseInt(refused.head().header("retry-after").orElseThrow()))
            .isPositive();
      }

      api.cancel(first);
      for (String run : taken) {
        api.awaitEnd(run);
      }
      assertThat(api.get("/v1/runs").path("runs")).hasSize(3);
      assertThat(api.get("/v1/conversations").path("conversations")).hasSize(3);
      taken.add(api.submit("there is room again"));
      api.awaitEnd(taken.getLast());
    }
  }

  /**
   * Control characters take six bytes each on the wire, so that a run of few tokens is more than
   * what the kernel holds for a connection.
   */
  @Test
  void finishesARunWhoseReadersAreStuckAndTellsThemAllLater() throws Exception {
    var script =
        Script.parse(
            """
            - when: {turn: %d}
              reply: [{text: That was it.}]
            - reply:
                - {text: "\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0001", repeat: 40000,
                   pace: {chars: 2000, delay: 0ms}}
                - tool_use: {name: calculator, input: {expression: "{{turn}}"}}
            """
                .formatted(TURNS));
    String yaml = "agents: {default: {tools: [calculator], max_tokens: 128000}}";
    try (var gateway = new TestingGateway(folder, model(script), yaml)) {
      var api = new Api(gateway.url());
      String run = api.submit("go");
      var stuck = new ArrayList<Wire>();
      for (int i = 0; i < STUCK; i++) {
        stuck.add(new Wire(gateway.url(), 2048));
        stuck.getLast().send(Wire.head("GET", "/v1/runs/" + run + "/events"));
        assertThat(stuck.getLast().head().status()).isEqualTo(200);
      }

      api.awaitEnd(run);
      JsonNode ended = api.run(run);
      assertThat(ended.path("status").asText()).isEqualTo("completed");
      long whileStuck = usedHeap();

      String text = ended.path("text").asText();
      assertThat(6L * text.length()).as("on the wire").isGreaterThan(8 * MIB);
      try (var store = StoredLog.open(folder)) {
        var log = StoredLog.of(store, run);
        log.isWhole();
        for (Wire wire : stuck) {
          var told = readOn(wire);
          log.wasTold(told);
          assertThat(told.size()).isLessThanOrEqualTo(log.events().size());
          assertThat(ShownText.of(told)).isEqualTo(text);
        }
        long held = whileStuck - usedHeap();
        assertThat(held).as("heap that stuck readers held").isLessThan(STUCK * 2 * MIB);
      }
    }
  }

  private static List<Heard> readOn(Wire wire) throws Exception {
    try (wire) {
      var lines = new EventLines();
      var told = new ArrayList<Heard>();
      for (int b = wire.read(); b >= 0; b = wire.read()) {
        lines.feed(b).ifPresent(told::add);
      }
      return told;
    }
  }

  private static long usedHeap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static SimulatorOptions model(Script script) {
    return SimulatorOptions.defaults()
        .withPace(Pace.immediate())
        .withLimits(RateLimits.unlimited())
        .withScript(script);
  }
}
