package dev.sluice.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestingGateway;
import dev.sluice.event.EventId;
import dev.sluice.resume.Follower.Habits;
import dev.sluice.simulator.Pace;
import dev.sluice.simulator.Script;
import dev.sluice.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers who come back when the events of their run are no longer kept still get it right. */
@Timeout(120)
class RetentionTest {
  private static final int READERS = 12;
  private static final String SCRIPT =
      """
      - when: {text: completes, turn: 1}
        reply:
          - thinking: "First the sum."
          - {text: "Let me see about {{text}}. ", repeat: 20}
          - tool_use: {name: calculator, input: {expression: "6*7"}}
      - when: {text: completes}
        reply: [{text: "It is {{results}}. ", repeat: 30}]
      - when: {text: fails, turn: 1}
        reply:
          - {text: "Let me see about {{text}}. ", repeat: 20}
          - tool_use: {name: calculator, input: {expression: "6*7"}}
      - when: {text: fails}
        reply: [{text: "It is {{results}}. ", repeat: 30}, reset]
      - when: {text: is refused, turn: 1}
        reply:
          - {text: "Let me see about {{text}}. ", repeat: 20}
          - tool_use: {name: calculator, input: {expression: "6*7"}}
      - when: {text: is refused}
        reply: [{text: "It is {{results}}. ", repeat: 30}, {stop_reason: refusal}]
      - when: {text: is cut short}
        reply: [{text: "It is long. ", repeat: 30}, {stop_reason: max_tokens}]
      - when: {text: is cancelled}
        reply: [{text: "Once upon a time. ", repeat: 30}, stall]
      """;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(Long.getLong("resume.seed", 1));

  @Test
  void endsWithTheRunsTextWhenTheEventsAreGone() throws Exception {
    var model =
        SimulatorOptions.defaults()
            .withPace(Pace.immediate())
            .withStrict(true)
            .withScript(Script.parse(SCRIPT));
    try (var gateway =
        new TestingGateway(folder, model, "agents: {default: {tools: [calculator]}}")) {
      var address = new Address(gateway.url());
      var readers = new ArrayList<Follower>();
      var runs = runs(new Api(gateway.url()));
      for (String run : runs.values()) {
        readers.addAll(halfRead(address, run));
      }

      gateway.stop();
      dropAllEvents();
      gateway.restart();
      address.moved(gateway.url());

      var api = new Api(gateway.url());
      for (Follower reader : readers) {
        reader.call();
        verify(reader, api.run(reader.run()).path("text").asText());
      }
      assertThat(readers).anySatisfy(reader -> assertThat(gaps(reader.heard())).isPositive());
      runs.forEach(
          (status, run) -> assertThat(api.run(run).path("status").asText()).isEqualTo(status));
    }
  }

  /** One run of each kind of end, by its status. */
  private static Map<String, String> runs(Api api) throws Exception {
    var runs = new LinkedHashMap<String, String>();
    runs.put("completed", api.submit("what completes"));
    runs.put("failed", api.submit("what fails"));
    runs.put("refused", api.submit("what is refused"));
    runs.put("truncated", api.submit("what is cut short"));
    String cancelled = api.submit("what is cancelled");
    runs.put("cancelled", cancelled);
    api.awaitText(cancelled, "a time. ");
    api.cancel(cancelled);
    for (String run : runs.values()) {
      api.awaitEnd(run);
    }
    return runs;
  }

  /** Readers who stand anywhere in the run: not begun, in the middle, or at its end. */
  private List<Follower> halfRead(Address address, String run) throws Exception {
    var readers = new ArrayList<Follower>();
    for (int i = 0; i < READERS; i++) {
      var habits = new Habits(300, false, false);
      var reader = new Follower(address, run, new Progress(), habits, random.split());
      for (int visits = random.nextInt(1 + i); visits > 0 && !reader.isDone(); visits--) {
        reader.visit();
      }
      readers.add(reader);
    }
    var whole = new Habits(1_000_000, false, false);
    var atTheEnd = new Follower(address, run, new Progress(), whole, random.split());
    readers.add(atTheEnd.call());
    return readers;
  }

  /** As the sweep does after {@code keep_events}. */
  private void dropAllEvents() throws Exception {
    try (var store = StoredLog.open(folder);
        var statement = store.createStatement()) {
      statement.execute("DELETE FROM event");
      statement.execute("DELETE FROM fresh");
      statement.execute(
          "UPDATE log SET fresh_count = 0, dropped_epoch = last_epoch, dropped_seq = last_seq");
      statement.execute("UPDATE run SET events_kept = 0");
    }
  }

  private static void verify(Follower reader, String text) {
    var heard = reader.heard();
    assertThat(ShownText.of(heard)).as("run %s", reader.run()).isEqualTo(text);
    var ids = heard.stream().filter(Heard::isPlaced).map(Heard::id).map(RetentionTest::id).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(heard.stream().filter(event -> event.is("done"))).hasSize(1);
    long epochs = ids.stream().map(EventId::epoch).distinct().count();
    assertThat(gaps(heard)).isGreaterThanOrEqualTo(epochs - 1);
  }

  private static long gaps(List<Heard> heard) {
    return heard.stream()
        .filter(event -> event.is("status"))
        .filter(event -> event.data().path("kind").asText().equals("trimmed"))
        .count();
  }

  private static EventId id(String text) {
    return EventId.parse(text).orElseThrow();
  }
}
