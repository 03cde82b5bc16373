package dev.sluice.storm;

import dev.sluice.Sse;
import dev.sluice.TestingGateway;
import dev.sluice.json.Json;
import dev.sluice.resilience.RetryConfig;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.storm.FaultyLine.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A whole gateway whose model and whose line to the model can be made to fail. */
final class StormStage implements AutoCloseable {
  /** A tenth of the true clocks, so that an outage is over within seconds. */
  private static final String YAML =
      """
      model:
        connect_timeout: 500ms
        first_event_timeout: 1s
        between_events_timeout: 1s
        call_timeout: 5s
      retries: {first_delay: 50ms, max_delay: 400ms, max_wait: 2s}
      breakers: {cooldown: 1s}
      agents:
        default: {tools: [calculator]}
      """;

  private final AtomicReference<FaultyLine> made = new AtomicReference<>();
  private final TestingGateway gateway;
  private final FaultyLine line;

  /** What went upstream and why, as the product counts it. */
  record Counts(long calls, long retries, long parkings, long seenUpstream) {
    private static final RetryConfig RETRIES = RetryConfig.defaults();

    /** Each run makes a first call, and one more each time it comes back; the rest are retries. */
    long allowedUpstream(int runs) {
      return runs + parkings + allowedRetries(seenUpstream);
    }

    private static long allowedRetries(long among) {
      return Math.max(RETRIES.budgetReserve(), (long) Math.floor(RETRIES.budgetShare() * among));
    }

    long allowedRetries() {
      return allowedRetries(calls);
    }
  }

  StormStage(Path folder, SimulatorOptions options) {
    this.gateway = new TestingGateway(folder, options, YAML, this::route);
    this.line = Objects.requireNonNull(made.get());
  }

  /** Once: a gateway that starts again finds the same line. */
  private String route(String target) {
    FaultyLine there = made.get();
    if (there == null) {
      there = new FaultyLine(target);
      made.set(there);
    }
    return there.url();
  }

  String url() {
    return gateway.url();
  }

  void play(Storm storm) {
    storm.script().map(Script::parse).ifPresent(gateway.simulator()::play);
    line.become(storm.line());
  }

  void heal() {
    gateway.simulator().play(Script.parse("[]"));
    line.become(Mode.SOUND);
  }

  /** Every event of the run until its end. */
  List<Sse.Event> follow(String run) {
    try (var stream = Sse.get(url() + "/v1/runs/" + run + "/events", Optional.empty())) {
      return stream.rest();
    }
  }

  String status(String run) {
    return Json.parse(Sse.json("GET", url() + "/v1/runs/" + run, null).body())
        .path("status")
        .asText();
  }

  Counts counts() {
    String metrics = Sse.json("GET", gateway.managementUrl() + "/metrics", null).body();
    return new Counts(
        sum(metrics, "sluice_model_calls_seconds_count"),
        sum(metrics, "sluice_model_retries_total"),
        sum(metrics, "sluice_runs_parked_total"),
        gateway.simulator().modelCalls().size());
  }

  private static long sum(String metrics, String name) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(name))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  void tell(Storm storm, Counts outage, long recoveryNanos) {
    System.out.printf(
        "storm %-24s calls=%d retries=%d of %d allowed, background done %d ms after%n",
        storm.name(),
        outage.calls(),
        outage.retries(),
        outage.allowedRetries(),
        recoveryNanos / 1_000_000);
  }

  static String text(List<Sse.Event> events) {
    var text = new StringBuilder();
    for (var event : events) {
      if (event.name().equals("token")) {
        text.append(event.data().path("text").asText());
      } else if (event.name().equals("rewind")) {
        text.setLength(0);
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    gateway.close();
    line.close();
  }
}
