package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.id.RunId;
import dev.sluice.json.Json;
import dev.sluice.run.Run;
import dev.sluice.run.RunStatus;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.store.sqlite.SqliteOptions;
import dev.sluice.store.sqlite.SqliteStore;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DrainTest {
  private static final int RUNS = 4;

  @TempDir Path folder;

  @Test
  void handsRunsOverToNobodyWhoIsGoingTooAndCountsNoFailure() {
    var submitted = new ArrayList<RunId>();
    try (var gateway = new TestingGateway(folder, stalling(), "runs: {drain: 200ms}")) {
      for (int i = 0; i < RUNS; i++) {
        submitted.add(speaking(gateway));
      }
      gateway.stop();
    }

    for (Run run : stored(submitted)) {
      assertThat(run.epoch()).isEqualTo(1);
      assertThat(run.failures()).isZero();
      assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
    }
  }

  private static SimulatorOptions stalling() {
    return SimulatorOptions.defaults()
        .withPace(Pace.immediate())
        .withLimits(RateLimits.unlimited())
        .withScript(Script.parse("rules: [{reply: [{text: Well}, stall]}]"));
  }

  /** A run whose model has begun to speak. */
  private static RunId speaking(TestingGateway gateway) {
    var answer = Sse.json("POST", gateway.url() + "/v1/runs", "{\"message\":\"Go\"}");
    JsonNode run = Json.parse(answer.body());
    try (var reader = Sse.get(gateway.url() + run.path("events_url").asText(), Optional.empty())) {
      while (!reader.next().orElseThrow().name().equals("token")) {
        // The model has not begun to speak.
      }
    }
    return new RunId(run.path("run_id").asText());
  }

  private List<Run> stored(List<RunId> ids) {
    Vertx vertx = TestVertx.create();
    var options = SqliteOptions.defaults();
    SqliteStore store =
        SqliteStore.open(vertx, folder.resolve("data"), InstantSource.system(), options).await();
    try {
      return ids.stream().map(id -> store.runs().find(id).await().orElseThrow()).toList();
    } finally {
      store.close().transform(any -> vertx.close()).await();
    }
  }
}
