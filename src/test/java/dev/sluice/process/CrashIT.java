package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.Sse;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.RateLimits;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process, whatever it is doing, and looks from outside for what it had promised.
 * The system properties {@code crash.rounds} and {@code crash.seed} make the random part longer and
 * different.
 */
@Timeout(3600)
class CrashIT {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 12);
  private static final long SEED = Long.getLong("crash.seed", 20_261_120L);

  private static final String YAML =
      """
      runs: {max_failures: FAILURES, away_grace: 1m}
      agents:
        default: {tools: [calculator, save_note, list_notes, book_seat, find_seat]}
      tools:
        declared:
          - name: book_seat
            description: Books a seat, once for each call.
            input_schema: {type: object, properties: {seat: {type: string}}, required: [seat]}
            url: TOOLS/book_seat
            timeout: 30s
            idempotent: false
            importance: optional
            headers: {}
          - name: find_seat
            description: Finds a seat.
            input_schema: {type: object, properties: {seat: {type: string}}, required: [seat]}
            url: TOOLS/find_seat
            timeout: 30s
            idempotent: true
            importance: optional
            headers: {}
      """;

  @TempDir Path folder;
  private final SimulatorOptions options =
      SimulatorOptions.defaults()
          .withPace(Pace.tokensPerSecond(800))
          .withLimits(RateLimits.unlimited())
          .withStrict(true);

  @Test
  void keepsEveryPromiseWhenKilledAtAnyMoment() throws Exception {
    System.out.println("crash.rounds=" + ROUNDS + " crash.seed=" + SEED);
    try (var gateway = gateway(100);
        var rounds = new CrashRounds(gateway, new Random(SEED))) {
      gateway.simulator().play(Script.parse(Questions.SCRIPT));
      gateway.tools().answerAfter(Duration.ofMillis(120));
      gateway.start();
      for (int round = 0; round < ROUNDS; round++) {
        rounds.round(round);
      }
      Map<String, Reading> readings = rounds.finish();

      var runs = new HashSet<>(readings.keySet());
      Set<String> cancelled = cancelled(readings);
      rounds.talks().forEach(talk -> runs.addAll(talk.checkConversation(cancelled)));
      var calls = new HashSet<String>();
      BigDecimal cost = BigDecimal.ZERO;
      for (String run : runs) {
        var reader = Optional.ofNullable(readings.get(run));
        cost = cost.add(check(gateway.url(), run, reader, calls));
      }
      checkCalls(gateway, calls);
      checkThatItHurt(gateway, readings);
      assertThat(cost.movePointRight(6).longValueExact())
          .isPositive()
          .isLessThanOrEqualTo(gateway.simulator().bill().microDollarsRoundedUp());
      assertThat(gateway.stop()).isZero();
      assertThat(integrity(gateway.dataFile())).isEqualTo("ok");
    }
  }

  /**
   * The value is what the provider said it cost; its tool calls are added under the keys that
   * services saw. There is no reader of a run whose acceptance nobody heard of.
   */
  private static BigDecimal check(
      String url, String run, Optional<Reading> reader, Set<String> calls) {
    JsonNode state = Api.run(url, run);
    Reading log = Api.read(url, run);
    boolean stopped = !state.path("cancel_requested").isMissingNode();
    assertThat(state.path("status").asText())
        .as("%s", state)
        .isIn(stopped ? List.of("completed", "cancelled") : List.of("completed"));
    for (Reading reading : List.of(reader.orElse(log), log)) {
      assertThat(reading.status()).isEqualTo(state.path("status").asText());
      assertThat(reading.text()).as("text of %s", run).isEqualTo(state.path("text").asText());
      assertThat(reading.thinking()).as("thinking of %s", run).isEqualTo(log.thinking());
      assertThat(reading.values("tool_start", "tool_use_id")).doesNotHaveDuplicates();
      assertThat(reading.values("tool_end", "tool_use_id")).doesNotHaveDuplicates();
      if (reading.status().equals("completed")) {
        assertThat(reading.values("tool_end", "tool_use_id"))
            .hasSameElementsAs(reading.values("tool_start", "tool_use_id"));
      }
      assertThat(reading.reportedCost())
          .as("reported cost of %s", run)
          .isEqualByComparingTo(state.path("cost_usd").decimalValue());
    }
    assertThat(Api.follow(url, run, log.lastId()).status()).isEqualTo(204);
    log.values("tool_start", "tool_use_id").forEach(use -> calls.add(run + ":" + use));
    return log.costByProvider();
  }

  private static void checkCalls(RealGateway gateway, Set<String> told) {
    Map<String, Long> booked = gateway.tools().callsByKey(Questions.BOOK);
    assertThat(booked).isNotEmpty();
    assertThat(booked.values()).as("calls of a tool that must not be repeated").containsOnly(1L);
    assertThat(told).containsAll(booked.keySet());
    assertThat(told).containsAll(gateway.tools().callsByKey(Questions.FIND).keySet());
  }

  private static Set<String> cancelled(Map<String, Reading> readings) {
    return readings.entrySet().stream()
        .filter(reading -> reading.getValue().status().equals("cancelled"))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Kills that hit nothing would prove nothing. */
  private static void checkThatItHurt(RealGateway gateway, Map<String, Reading> readings) {
    long takenOver =
        readings.values().stream().filter(reading -> reading.named("start").size() > 1).count();
    long rewinds =
        readings.values().stream().mapToLong(reading -> reading.named("rewind").size()).sum();
    long repeated =
        gateway.tools().callsByKey(Questions.FIND).values().stream().filter(n -> n > 1).count();
    System.out.printf(
        "%d runs, %d cancelled, %d taken over, %d turns voided, %d calls repeated, %d calls made%n",
        readings.size(),
        cancelled(readings).size(),
        takenOver,
        rewinds,
        repeated,
        gateway.tools().callsByKey(Questions.BOOK).size());
    assertThat(takenOver).isPositive();
    assertThat(rewinds).isPositive();
  }

  @Test
  void repeatsAfterAKillOnlyTheCallThatMayBeRepeated() throws Exception {
    try (var gateway = gateway(3)) {
      gateway.tools().hold();
      var facts = new Facts();
      facts.begin();
      gateway.tools().onCall(call -> facts.saw(Facts.Kind.TOOL_CALLED));
      gateway.start();
      String run =
          Api.submit(
                  gateway.url(), "Please use book_seat and find_seat {\"seat\": \"by the window\"}")
              .run();

      facts.await(Facts.Kind.TOOL_CALLED, 2);
      gateway.kill();
      gateway.tools().release();
      gateway.start();

      Reading reading = Api.read(gateway.url(), run);
      assertThat(reading.status()).isEqualTo("completed");
      assertThat(gateway.tools().callsByKey(Questions.BOOK).values()).containsExactly(1L);
      assertThat(gateway.tools().callsByKey(Questions.FIND).values()).containsExactly(2L);
      assertThat(end(reading, Questions.BOOK).path("ok").asBoolean()).isFalse();
      assertThat(end(reading, Questions.BOOK).path("error").asText()).contains("unknown");
      assertThat(end(reading, Questions.FIND).path("ok").asBoolean()).isTrue();
      assertThat(reading.named("rewind")).isEmpty();
    }
  }

  private static JsonNode end(Reading reading, String tool) {
    return reading.named("tool_end").stream()
        .map(Sse.Event::data)
        .filter(data -> data.path("name").asText().equals(tool))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsARunByItsKeyWhenTheAnswerWasLost() throws Exception {
    try (var gateway = gateway(3)) {
      gateway.start();
      String body = Api.message("What is 6 * 7?", Optional.empty());
      try (var _ = new SilentSubmit(gateway.url(), body, "the-key")) {
        String accepted = onlyRun(gateway);
        gateway.kill();
        gateway.start();

        var again = Api.submit(gateway.url(), body, Optional.of("the-key"));

        assertThat(again.replayed()).isTrue();
        assertThat(again.run()).isEqualTo(accepted);
        assertThat(Api.read(gateway.url(), accepted).text()).contains("42");
      }
    }
  }

  /** There once the model is asked: a run is accepted before it is worked on. */
  private static String onlyRun(RealGateway gateway) {
    gateway.simulator().awaitRequest(call -> call.path().equals("/v1/messages")).await();
    JsonNode runs = Api.get(gateway.url() + "/v1/runs").path("runs");
    assertThat(runs).hasSize(1);
    return runs.path(0).path("run_id").asText();
  }

  @Test
  void givesUpOnlyARunThatLostItsWorkerTooOften() throws Exception {
    try (var gateway = gateway(2)) {
      gateway.simulator().play(Script.parse("rules: [{reply: [{text: Well}, stall]}]"));
      gateway.start();
      String unlucky = Api.submit(gateway.url(), "first").run();
      awaitWords(gateway.url(), unlucky, 1);
      gateway.kill();
      gateway.start();
      String lucky = Api.submit(gateway.url(), "second").run();
      awaitWords(gateway.url(), unlucky, 2);
      awaitWords(gateway.url(), lucky, 1);
      gateway.kill();
      gateway.simulator().play(Script.parse("rules: [{reply: [{text: Here you are.}]}]"));
      gateway.start();

      Reading given = Api.read(gateway.url(), unlucky);
      Reading kept = Api.read(gateway.url(), lucky);

      assertThat(given.status()).isEqualTo("failed");
      assertThat(given.values("run_error", "type")).containsExactly("gave_up");
      assertThat(given.text()).isEmpty();
      JsonNode state = Api.run(gateway.url(), unlucky);
      assertThat(state.path("error").path("type").asText()).isEqualTo("gave_up");
      assertThat(state.path("text").asText()).isEmpty();
      assertThat(kept.status()).isEqualTo("completed");
      assertThat(kept.text()).isEqualTo("Here you are.");
    }
  }

  /** Reads until the run speaks in this epoch. */
  private static void awaitWords(String url, String run, long epoch) {
    try (Sse stream = Api.follow(url, run, Optional.empty())) {
      boolean spoken = false;
      while (!spoken) {
        var event = stream.next().orElseThrow();
        spoken = event.name().equals("token") && event.id().startsWith(epoch + "-");
      }
    }
  }

  private RealGateway gateway(int maxFailures) {
    return new RealGateway(folder, options, YAML.replace("FAILURES", String.valueOf(maxFailures)));
  }

  private static String integrity(Path file) throws SQLException {
    var problems = new ArrayList<String>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      while (rows.next()) {
        problems.add(rows.getString(1));
      }
    }
    return String.join("; ", problems);
  }
}
