package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An orderly stop leaves nothing behind that somebody would have to wait for. */
@Timeout(120)
class RestartTest {
  @TempDir Path folder;

  @Test
  void leavesNoRunToItsLease() throws Exception {
    String yaml = "runs: {drain: 0ms, lease: 10m, renew_every: 1m}\n" + Journeys.AGENT;
    var runs = new ArrayList<String>();
    try (var gateway = new TestingGateway(folder, Journeys.model(1, Duration.ZERO), yaml)) {
      for (int i = 0; i < 8; i++) {
        // Stopped while the claim of the run is under way, or about to be.
        runs.add(new Api(gateway.url()).submit("journey " + i));
        gateway.restart();
      }
      for (String run : runs) {
        var events = Sse.get(gateway.url() + "/v1/runs/" + run + "/events", Optional.empty());
        assertThat(events.rest().getLast().data().path("status").asText()).isEqualTo("completed");
        assertThat(new Api(gateway.url()).run(run).path("attempts").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void doesNotWaitForConnectionsThatSayNothing() throws Exception {
    String yaml = "http: {shutdown_timeout: 10m}\nruns: {drain: 0ms}\n" + Journeys.AGENT;
    var silent = new ArrayList<Wire>();
    try (var gateway =
        new TestingGateway(folder, Journeys.model(1, Duration.ofMillis(20)), yaml)) {
      String run = new Api(gateway.url()).submit("journey");
      for (int i = 0; i < 20; i++) {
        silent.add(new Wire(gateway.url()));
        silent.getLast().send(i % 2 == 0 ? "" : "GET /health HTTP/1.1\r\nX-Half: ");
        silent.add(new Wire(gateway.url()));
        silent.getLast().send(Wire.head("GET", "/v1/runs/" + run + "/events"));
        assertThat(silent.getLast().head().status()).isEqualTo(200);
      }
      gateway.stop();
      for (Wire wire : silent) {
        wire.awaitClose();
        wire.close();
      }
    }
  }
}
