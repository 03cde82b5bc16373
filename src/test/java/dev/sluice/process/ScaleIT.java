package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and workers in processes of their own, over Postgres and Redis. */
@Timeout(300)
class ScaleIT {
  private static final String YAML =
      """
      runs: {lease: 3s, renew_every: 1s, drain: 300ms, max_failures: 2}
      agents: {default: {tools: [calculator]}}
      """;

  @TempDir Path folder;
  private final SimulatorOptions options =
      SimulatorOptions.defaults()
          .withPace(Pace.immediate())
          .withLimits(RateLimits.unlimited())
          .withStrict(true)
          .withScript(Script.parse("rules: [{reply: [{text: Once upon}, stall]}]"));

  @Test
  void endsTheRunOfAKilledWorkerAtAnother() throws Exception {
    try (var pods = new RealPods(folder, options, YAML)) {
      String url = pods.start("gateway").address("Sluice");
      SluiceProcess worker = pods.start("worker");
      String run = Api.submit(url, "Tell me a tale").run();
      var reading = new Reading(run);
      try (Sse stream = Api.follow(url, run, Optional.empty())) {
        while (reading.text().isEmpty()) {
          reading.add(stream.next().orElseThrow());
        }

        worker.kill();
        pods.simulator().play(Script.parse("rules: [{reply: [{text: A short one.}]}]"));
        pods.start("worker");

        stream.rest().forEach(reading::add);
      }
      checkEnd(url, run, reading, 2);
    }
  }

  @Test
  void handsTheRunOfAStoppedWorkerToAnotherWithoutAFailure() throws Exception {
    try (var pods = new RealPods(folder, options, YAML)) {
      String url = pods.start("gateway").address("Sluice");
      SluiceProcess worker = pods.start("worker");
      String run = Api.submit(url, "Tell me a tale").run();
      var reading = new Reading(run);
      try (Sse stream = Api.follow(url, run, Optional.empty())) {
        while (reading.text().isEmpty()) {
          reading.add(stream.next().orElseThrow());
        }

        assertThat(worker.stop()).isZero();
        pods.simulator().play(Script.parse("rules: [{reply: [{text: A short one.}]}]"));
        pods.start("worker");

        stream.rest().forEach(reading::add);
      }
      checkEnd(url, run, reading, 1);
    }
  }

  @Test
  void saysWhereNoPostgresAnsweredAndNothingOfThePassword() throws IOException {
    Path file = Files.writeString(folder.resolve("sluice.yaml"), "postgres: {start_patience: 0s}");
    int port = PostgresServer.freePort();
    var environment =
        Map.of(
            "SLUICE_MANAGEMENT_PORT", "0",
            "REDIS_URL", "redis://:hidden-one@127.0.0.1:" + port,
            "DATABASE_URL", "postgresql://sluice:hidden-two@127.0.0.1:" + port + "/sluice");

    try (var process =
        SluiceProcess.ofJar(
            folder, environment, "run", "--config", file.toString(), "--role", "worker")) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.errors())
          .contains("sluice cannot start: Postgres does not answer", "127.0.0.1:" + port)
          .contains("Redis is away")
          .doesNotContain("hidden");
      assertThat(process.printed()).noneMatch(line -> line.contains("hidden"));
    }
  }

  @Test
  void refusesARoleThatNeedsOthersWithoutThem() {
    try (var process = SluiceProcess.ofJar(folder, Map.of(), "run", "--role", "gateway")) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors()).contains("--role", "role: must be all", "postgres.url");
    }
  }

  private static void checkEnd(String url, String run, Reading reading, int attempts) {
    assertThat(reading.status()).isEqualTo("completed");
    assertThat(reading.named("rewind")).hasSize(1);
    assertThat(reading.text()).isEqualTo("A short one.");
    JsonNode state = Api.run(url, run);
    assertThat(state.path("epoch").asInt()).isEqualTo(2);
    assertThat(state.path("attempts").asInt()).isEqualTo(attempts);
    assertThat(state.path("text").asText()).isEqualTo(reading.text());
  }
}
