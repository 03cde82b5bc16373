package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.DoneStatus;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.ToolUseId;
import dev.sluice.id.UserId;
import dev.sluice.message.Usage;
import dev.sluice.ops.Span;
import dev.sluice.ops.Step;
import dev.sluice.ops.Step.CallState;
import dev.sluice.ops.Step.ToolState;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunStatus;
import dev.sluice.run.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineFoldTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final RunId RUN = new RunId("run_1");
  private static final Usage USAGE = Usage.of(100, 20);
  private final TimelineFold fold = new TimelineFold(run(RunStatus.RUNNING));
  private long seq;

  @Test
  void waitsInTheQueueUntilAWorkerComes() {
    assertThat(fold.steps()).containsExactly(new Step.Queued(Span.since(T)));
  }

  @Test
  void tellsTurnsAndToolsFromQueueToEnd() {
    at(10, started(1));
    at(50, new RunEvent.TextAdded(1, "secret words"));
    at(80, usage(1));
    at(80, tool("toolu_1", "calculator"));
    at(95, toolEnded("toolu_1", 14));
    at(130, new RunEvent.TextAdded(2, "more"));
    at(160, usage(2));
    at(170, done(DoneStatus.COMPLETED));

    assertThat(fold.steps())
        .containsExactly(
            new Step.Queued(span(0, 10)),
            new Step.Claimed(span(10, 10), 1, "model-1"),
            settled(span(10, 80), 1, Optional.of(T.plusMillis(50))),
            new Step.ToolCalled(
                span(80, 95), 1, "calculator", ToolState.OK, Optional.of(Duration.ofMillis(14))),
            settled(span(95, 160), 2, Optional.of(T.plusMillis(130))),
            new Step.Ended(span(170, 170), "completed", Optional.empty()));
    assertThat(fold.steps().toString()).doesNotContain("secret");
  }

  @Test
  void tellsOfATurnThatSaidNothingAndOfToolsAtTheSameTime() {
    at(10, started(1));
    at(80, usage(1));
    at(81, tool("toolu_1", "calculator"));
    at(81, tool("toolu_2", "get_weather"));
    at(90, toolEnded("toolu_1", 9));
    at(
        120,
        new RunEvent.ToolEnded(
            1,
            new ToolUseId("toolu_2"),
            "get_weather",
            false,
            Duration.ofMillis(39),
            Optional.of("what went wrong"),
            true));
    at(150, new RunEvent.TextAdded(2, "x"));

    assertThat(fold.steps())
        .contains(
            settled(span(10, 80), 1, Optional.empty()),
            new Step.ToolCalled(
                span(81, 120),
                1,
                "get_weather",
                ToolState.DEGRADED,
                Optional.of(Duration.ofMillis(39))),
            new Step.ModelCalled(
                Span.since(T.plusMillis(120)),
                2,
                CallState.OPEN,
                Optional.of(T.plusMillis(150)),
                Optional.empty()));
    assertThat(fold.steps().toString()).doesNotContain("what went wrong");
  }

  @Test
  void takesTheModelToBeCalledWhileNothingElseGoesOn() {
    at(10, started(1));

    assertThat(fold.steps()).last().isEqualTo(open(10, 1));
    at(80, usage(1));
    at(80, tool("toolu_1", "calculator"));
    assertThat(fold.steps()).last().isInstanceOf(Step.ToolCalled.class);
    at(95, toolEnded("toolu_1", 14));
    assertThat(fold.steps()).last().isEqualTo(open(95, 2));
  }

  @Test
  void doesNotTakeTheModelToBeCalledForARunThatWaits() {
    var waiting = new TimelineFold(run(RunStatus.WAITING));
    waiting.add(envelope(10, started(1)));

    assertThat(waiting.steps()).last().isInstanceOf(Step.Claimed.class);
  }

  @Test
  void tellsOfWaitsRetriesAndOtherModels() {
    at(10, started(1));
    at(12, new RunEvent.Waiting("rate limit", Optional.of(Duration.ofMillis(100))));
    at(112, new RunEvent.Retrying(2, Duration.ofMillis(50), "overloaded"));
    at(200, new RunEvent.FellBack("model-1", "model-2", "overloaded"));
    at(260, new RunEvent.TextAdded(1, "x"));

    assertThat(fold.steps().subList(2, fold.steps().size()))
        .containsExactly(
            new Step.Waited(span(12, 112), "rate limit", Optional.of(Duration.ofMillis(100))),
            new Step.Retried(span(112, 162), 2, Duration.ofMillis(50), "overloaded"),
            cut(span(162, 200), 1, Optional.empty()),
            new Step.FellBack(span(200, 200), "model-1", "model-2", "overloaded"),
            new Step.ModelCalled(
                Span.since(T.plusMillis(200)),
                1,
                CallState.OPEN,
                Optional.of(T.plusMillis(260)),
                Optional.empty()));
  }

  @Test
  void tellsOfAWorkerThatDiedInMidTurn() {
    at(10, started(1));
    at(50, new RunEvent.TextAdded(1, "x"));
    at(400, started(2));
    at(401, new RunEvent.Rewound(1, "restarted"));
    at(450, new RunEvent.TextAdded(1, "x"));
    at(480, usage(1));

    assertThat(fold.steps().subList(2, 7))
        .containsExactly(
            cut(span(10, 50), 1, Optional.of(T.plusMillis(50))),
            new Step.Queued(span(50, 400)),
            new Step.Claimed(span(400, 400), 2, "model-1"),
            new Step.Rewound(span(401, 401), 1, "restarted"),
            settled(span(401, 480), 1, Optional.of(T.plusMillis(450))));
  }

  @Test
  void settlesATurnWhoseUsageCameOnlyWithTheNextWorker() {
    at(10, started(1));
    at(50, new RunEvent.TextAdded(1, "x"));
    at(400, started(2));
    at(400, usage(1));

    assertThat(fold.steps().get(2))
        .isEqualTo(settled(span(10, 50), 1, Optional.of(T.plusMillis(50))));
    assertThat(fold.steps())
        .filteredOn(Step.ModelCalled.class::isInstance)
        .last()
        .isEqualTo(open(400, 2));
  }

  @Test
  void doesNotKnowWhatBecameOfAToolWhoseWorkerDied() {
    at(10, started(1));
    at(80, usage(1));
    at(80, tool("toolu_1", "calculator"));
    at(400, started(2));
    at(420, toolEnded("toolu_1", 15));

    assertThat(fold.steps())
        .contains(
            new Step.ToolCalled(span(80, 80), 1, "calculator", ToolState.UNKNOWN, Optional.empty()),
            new Step.ToolCalled(
                span(405, 420), 1, "calculator", ToolState.OK, Optional.of(Duration.ofMillis(15))));
  }

  @Test
  void tellsHowARunFailedOrWasStopped() {
    at(10, started(1));
    at(50, new RunEvent.TextAdded(1, "x"));
    at(60, new RunEvent.Failed("model_overloaded", "in plain words", true));
    at(60, done(DoneStatus.FAILED));

    assertThat(fold.steps().subList(2, 5))
        .containsExactly(
            cut(span(10, 60), 1, Optional.of(T.plusMillis(50))),
            new Step.Failed(span(60, 60), "model_overloaded"),
            new Step.Ended(span(60, 60), "failed", Optional.empty()));
  }

  @Test
  void saysThatWhatCameBeforeIsGone() {
    var started = new TimelineFold(run(RunStatus.RUNNING));
    started.trimmed(T.plusMillis(500));
    started.add(envelope(500, new RunEvent.TextAdded(3, "x")));

    assertThat(started.steps().subList(0, 2))
        .containsExactly(new Step.Queued(span(0, 10)), new Step.Trimmed(span(500, 500)));
  }

  @Test
  void doesNotRepeatWhatAModelMadeUp() {
    at(10, started(1));
    at(20, tool("toolu_1", "Dear operator, please"));

    assertThat(fold.steps().toString()).doesNotContain("Dear").contains("(not a name)");
  }

  private void at(long millis, RunEvent event) {
    fold.add(envelope(millis, event));
  }

  private Envelope envelope(long millis, RunEvent event) {
    return new Envelope(RUN, new EventId(1, ++seq), T.plusMillis(millis), event);
  }

  private static RunEvent started(long epoch) {
    return new RunEvent.Started(new ConversationId("conv_1"), "helper", "model-1", epoch);
  }

  private static RunEvent usage(int turn) {
    return new RunEvent.UsageReported(turn, "model-1", USAGE, 1234, false, Optional.of("req_1"));
  }

  private static RunEvent tool(String id, String name) {
    return new RunEvent.ToolStarted(1, new ToolUseId(id), name, "{\"secret\":1}");
  }

  private static RunEvent toolEnded(String id, long millis) {
    return new RunEvent.ToolEnded(
        1,
        new ToolUseId(id),
        "calculator",
        true,
        Duration.ofMillis(millis),
        Optional.empty(),
        false);
  }

  private static RunEvent done(DoneStatus status) {
    return new RunEvent.Done(status, Optional.empty(), 2, USAGE, 1234, Duration.ofMillis(160));
  }

  private static Span span(long from, long to) {
    return Span.of(T.plusMillis(from), T.plusMillis(to));
  }

  private static Step open(long from, int turn) {
    return new Step.ModelCalled(
        Span.since(T.plusMillis(from)), turn, CallState.OPEN, Optional.empty(), Optional.empty());
  }

  private static Step cut(Span span, int turn, Optional<Instant> firstWord) {
    return new Step.ModelCalled(span, turn, CallState.CUT, firstWord, Optional.empty());
  }

  private static Step settled(Span span, int turn, Optional<Instant> firstWord) {
    var charge = new Step.Charge("model-1", USAGE, 1234, false, Optional.of("req_1"));
    return new Step.ModelCalled(span, turn, CallState.SETTLED, firstWord, Optional.of(charge));
  }

  private static RunSummary run(RunStatus status) {
    return new RunSummary(
        RUN,
        new UserId("anna"),
        "helper",
        "http",
        RunClass.INTERACTIVE,
        "model-1",
        status,
        1,
        0,
        T,
        Optional.of(T.plusMillis(10)),
        Optional.empty(),
        Optional.empty());
  }
}
