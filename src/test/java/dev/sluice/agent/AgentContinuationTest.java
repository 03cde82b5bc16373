package dev.sluice.agent;

import static dev.sluice.model.FakeModelClient.toolUse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.ToolCallFinished;
import dev.sluice.agent.Journal.ToolCallStarted;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ToolUseId;
import dev.sluice.message.Block;
import dev.sluice.message.Usage;
import dev.sluice.tool.ToolOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is durable when, and how a loop goes on after it was broken off. */
class AgentContinuationTest {
  private final RecordedRun run = new RecordedRun();

  @Test
  void makesWordsDurableBeforeTheTurnAndTheTurnBeforeItsUsage() {
    run.model.text("Hello.", "end_turn");

    run.run();

    assertThat(run.order)
        .extracting(step -> step instanceof String flush ? flush : step.getClass().getSimpleName())
        .containsExactly("TextAdded", "flush", "TurnFinished", "UsageReported");
  }

  @Test
  void journalsACallBeforeMakingIt() {
    run.tools.tool(
        "add",
        false,
        call -> {
          assertThat(run.journal).last().isInstanceOf(ToolCallStarted.class);
          return Future.succeededFuture(new ToolOutcome.Succeeded("3"));
        });
    run.model.tools(toolUse("t1", "add", "{}")).text("3", "end_turn");

    run.run("add");

    assertThat(run.tools.calls).hasSize(1);
    assertThat(run.tools.calls.getFirst().idempotencyKey()).isEqualTo("run_1:t1");
  }

  @Test
  void continuesAfterTheJournalWithoutRepeatingATurn() {
    run.before = List.of(turn(1, "tool_use", toolUse("t1", "a", "{}")), finished("t1", "a", "ok"));
    run.model.text("Done.", "end_turn");

    var result = run.run("a");

    assertThat(run.tools.calls).isEmpty();
    assertThat(run.model.requests).hasSize(1);
    assertThat(run.events(RunEvent.TextAdded.class).getFirst().turn()).isEqualTo(2);
    assertThat(result.transcript().usage()).isEqualTo(Usage.of(200, 20));
  }

  @Test
  void doesNotRepeatACallOfUnknownOutcome() {
    run.before =
        List.of(
            turn(1, "tool_use", toolUse("t1", "pay", "{}")),
            new ToolCallStarted(1, new ToolUseId("t1"), "pay"));
    run.tools.tool("pay", false, call -> Future.succeededFuture(new ToolOutcome.Succeeded("")));
    run.model.text("It may have been paid.", "end_turn");

    run.run("pay");

    assertThat(run.tools.calls).isEmpty();
    assertThat(run.model.requests.getFirst().messages().getLast().content())
        .contains("unknown", "is_error");
  }

  @Test
  void repeatsAnIdempotentCallUnderTheSameKeyAndShowsItOnce() {
    run.before =
        List.of(
            turn(1, "tool_use", toolUse("t1", "get", "{}")),
            new ToolCallStarted(1, new ToolUseId("t1"), "get"));
    run.shown = Set.of("t1");
    run.tools.answering("get", new ToolOutcome.Succeeded("42"));
    run.model.text("42", "end_turn");

    run.run("get");

    assertThat(run.tools.calls.getFirst().idempotencyKey()).isEqualTo("run_1:t1");
    assertThat(run.events(RunEvent.ToolStarted.class)).isEmpty();
    assertThat(run.events(RunEvent.ToolEnded.class)).hasSize(1);
  }

  @Test
  void yieldsAtATurnBoundary() {
    run.tools.answering("a", new ToolOutcome.Succeeded("ok"));
    run.model.script(
        call -> {
          run.yield = true;
          call.end("tool_use", List.of(toolUse("t1", "a", "{}")));
        });

    var result = run.run("a");

    assertThat(result).isInstanceOf(AgentResult.Yielded.class);
    assertThat(run.journal(ToolCallFinished.class)).hasSize(1);
  }

  @Test
  void booksWhatATurnCostWhoseWordsCannotBeMadeDurable() {
    run.flushFailure = new IllegalStateException("disk full");
    run.model.text("Hello.", "end_turn");

    assertThat(run.start().cause()).isSameAs(run.flushFailure);
    assertThat(run.journal(TurnFinished.class)).isEmpty();
    assertThat(run.journal(CallCharged.class))
        .singleElement()
        .matches(charge -> charge.costMicros() == 300 && !charge.estimated());
  }

  @Test
  void countsACallThatIsRepeatedAfterACrashOnce() {
    run.limits = new LoopLimits(20, 1, 1, 2);
    run.before =
        List.of(
            turn(1, "tool_use", toolUse("t1", "get", "{}")),
            new ToolCallStarted(1, new ToolUseId("t1"), "get"));
    run.tools.answering("get", new ToolOutcome.Succeeded("42"));
    run.model.text("42", "end_turn");

    run.run("get");

    assertThat(run.tools.calls).hasSize(1);
  }

  @Test
  void remembersFailedCallsOfEarlierEpochs() {
    run.before =
        List.of(
            turn(
                1,
                "tool_use",
                toolUse("t1", "add", "{\"a\":1}"),
                toolUse("t2", "add", "{\"a\":1}")),
            failed("t1", "add"),
            failed("t2", "add"));
    run.tools.answering("add", new ToolOutcome.Failed("no"));
    run.model.tools(toolUse("t3", "add", "{\"a\": 1}")).text("I give up.", "end_turn");

    run.run("add");

    assertThat(run.tools.calls).isEmpty();
  }

  @Test
  void failsWhenTheJournalRefuses() {
    var fenced = new IllegalStateException("fenced");
    run.journalFailure = fenced;
    run.model.text("Hello.", "end_turn");

    assertThat(run.start().cause()).isSameAs(fenced);
  }

  private static TurnFinished turn(int turn, String stop, Block... blocks) {
    return new TurnFinished(
        turn, List.of(blocks), stop, RecordedRun.MODEL, Usage.of(100, 10), 300, Optional.empty());
  }

  private static ToolCallFinished failed(String id, String name) {
    return new ToolCallFinished(1, new ToolUseId(id), name, ToolCallFinished.Kind.FAILED, "no", 5);
  }

  private static ToolCallFinished finished(String id, String name, String content) {
    return new ToolCallFinished(
        1, new ToolUseId(id), name, ToolCallFinished.Kind.SUCCEEDED, content, 5);
  }
}
