package dev.sluice;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal;
import dev.sluice.agent.Journal.ToolCallFinished.Kind;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.model.chain.OneModel;
import dev.sluice.ops.LoadFact;
import dev.sluice.ops.Span;
import dev.sluice.ops.Step;
import dev.sluice.ops.TimelineFact;
import dev.sluice.ops.TimelineFact.Source;
import dev.sluice.store.sqlite.SqliteOptions;
import dev.sluice.store.sqlite.SqliteStore;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operator hears of a run in a real store. */
@Timeout(60)
class OpsViewTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final Usage USAGE = Usage.of(100, 20);

  @TempDir private Path folder;
  private final Vertx vertx = TestVertx.create();
  private @Nullable SqliteStore opened;

  @BeforeEach
  void open() {
    opened = SqliteStore.open(vertx, folder, () -> T, SqliteOptions.defaults()).await();
  }

  @AfterEach
  void close() {
    store().close().transform(any -> vertx.close()).await();
  }

  @Test
  void knowsNothingOfAnUnknownRun() {
    assertThat(view().timeline(RunId.random()).await()).isEmpty();
  }

  @Test
  void tellsOfARunThatWaitsForAWorker() {
    RunId run = accept();

    TimelineFact told = timeline(run);

    assertThat(told.source()).isEqualTo(Source.EVENTS);
    assertThat(told.steps()).containsExactly(new Step.Queued(Span.since(T)));
    assertThat(told.run().status()).isEqualTo("queued");
    assertThat(told.run().user()).startsWith("u_").doesNotContain(ANNA.value());
    assertThat(view().runs(5).await()).containsExactly(told.run());
  }

  @Test
  void readsALogOfManyPages() {
    RunId run = accept();
    store().runs().claim(run, "worker", LEASE).await();
    var start = new RunEvent.Started(new ConversationId("conv_1"), "helper", "model-1", 1);
    store().log().append(run, List.of(new Envelope(run, new EventId(1, 1), T, start))).await();
    for (int page = 0; page < 5; page++) {
      store()
          .log()
          .append(run, dev.sluice.store.Samples.events(run, 1, 2 + page * 500L, 500, T))
          .await();
    }
    var usage = new RunEvent.UsageReported(1, "model-1", USAGE, 7, false, Optional.empty());
    store().log().append(run, List.of(new Envelope(run, new EventId(1, 2502), T, usage))).await();

    TimelineFact told = timeline(run);

    assertThat(told.whole()).isTrue();
    assertThat(told.steps())
        .filteredOn(
            step -> step instanceof Step.ModelCalled call && call.state() == Step.CallState.SETTLED)
        .hasSize(1);
  }

  @Test
  void tellsFromTheJournalWhenTheEventsAreGone() {
    RunId run = accept();
    store().runs().claim(run, "worker", LEASE).await();
    journal(run, turn(1));
    journal(run, new Journal.ToolCallStarted(1, new ToolUseId("toolu_1"), "calculator"));
    journal(run, finished("toolu_1", "calculator", Kind.SUCCEEDED));
    journal(run, new Journal.ToolCallStarted(1, new ToolUseId("toolu_2"), "get_weather"));
    journal(run, finished("toolu_3", "save_note", Kind.DEGRADED));
    journal(run, new Journal.CallCharged(2, "model-1", USAGE, 9, true, Optional.empty()));
    store().runs().finish(run, 1, completed("secret answer"), List.of()).await();

    TimelineFact told = timeline(run);

    assertThat(told.source()).isEqualTo(Source.JOURNAL);
    assertThat(told.steps())
        .containsExactly(
            new Step.Queued(Span.at(T)),
            new Step.Claimed(Span.at(T), 1, "model-1"),
            call(1, new Step.Charge("model-1", USAGE, 7, false, Optional.of("req_1"))),
            tool("calculator", Step.ToolState.OK, Optional.of(Duration.ofMillis(12))),
            tool("get_weather", Step.ToolState.UNKNOWN, Optional.empty()),
            tool("save_note", Step.ToolState.DEGRADED, Optional.of(Duration.ofMillis(12))),
            call(2, new Step.Charge("model-1", USAGE, 9, true, Optional.empty())),
            new Step.Ended(Span.at(T), "completed", Optional.empty()));
    assertThat(told.toString()).doesNotContain("secret");
  }

  private OpsView view() {
    return new OpsView(
        store().runs(),
        store().log(),
        OneModel.guards(() -> T),
        () -> new LoadFact("serving", 0, 1, 0, 0));
  }

  private SqliteStore store() {
    return java.util.Objects.requireNonNull(opened);
  }

  private TimelineFact timeline(RunId run) {
    return view().timeline(run).await().orElseThrow();
  }

  private RunId accept() {
    var wanted = newRun(ANNA, T);
    store().runs().accept(wanted).await();
    return wanted.id();
  }

  private void journal(RunId run, Journal.Entry entry) {
    int number = store().runs().journal(run).await().size() + 1;
    store().runs().journal(run, 1, number, entry).await();
  }

  private static Journal.Entry turn(int turn) {
    return new Journal.TurnFinished(
        turn,
        List.of(Block.text("secret words")),
        "tool_use",
        "model-1",
        USAGE,
        7,
        Optional.of("req_1"));
  }

  private static Journal.Entry finished(String id, String name, Kind kind) {
    return new Journal.ToolCallFinished(1, new ToolUseId(id), name, kind, "secret result", 12);
  }

  private static Step call(int turn, Step.Charge charge) {
    return new Step.ModelCalled(
        Span.UNKNOWN, turn, Step.CallState.SETTLED, Optional.empty(), Optional.of(charge));
  }

  private static Step tool(String name, Step.ToolState state, Optional<Duration> duration) {
    return new Step.ToolCalled(Span.UNKNOWN, 1, name, state, duration);
  }
}
