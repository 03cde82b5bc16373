package dev.sluice.agent;

import static dev.sluice.model.FakeModelClient.toolUse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.ToolCallFinished;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Role;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelException;
import dev.sluice.model.PartialReply;
import dev.sluice.model.ResponseHead;
import dev.sluice.tool.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentLoopTest {
  private final RecordedRun run = new RecordedRun();

  @Test
  void answersInOneTurn() {
    run.model.text("Hello.", "end_turn");

    var result = run.run();

    assertThat(result).isInstanceOf(AgentResult.Ended.class);
    assertThat(result.transcript().text()).isEqualTo("Hello.");
    assertThat(run.events(RunEvent.TextAdded.class))
        .containsExactly(new RunEvent.TextAdded(1, "Hello."));
    assertThat(run.events(RunEvent.UsageReported.class)).hasSize(1);
    assertThat(result.transcript().costMicros()).isEqualTo(300);
  }

  @Test
  void runsParallelToolsAndReturnsTheirResultsInOneMessageInOrder() {
    Promise<ToolOutcome> slow = Promise.promise();
    run.tools.tool("slow", true, call -> slow.future());
    run.tools.tool(
        "fast",
        true,
        call -> {
          slow.complete(new ToolOutcome.Succeeded("late"));
          return Future.succeededFuture(new ToolOutcome.Succeeded("early"));
        });
    run.model
        .tools(toolUse("t1", "slow", "{}"), toolUse("t2", "fast", "{\"a\":1}"))
        .text("Done.", "end_turn");

    var result = run.run("slow", "fast");

    assertThat(result).isInstanceOf(AgentResult.Ended.class);
    List<Message> second = run.model.requests.get(1).messages();
    assertThat(second).hasSize(3);
    assertThat(second.get(2).role()).isEqualTo(Role.USER);
    assertThat(second.get(2).blocks())
        .extracting(Block::json)
        .containsExactly(
            "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"late\"}",
            "{\"type\":\"tool_result\",\"tool_use_id\":\"t2\",\"content\":\"early\"}");
  }

  @Test
  void sendsTheAssistantsBlocksBackUntouched() {
    String raw = "{\"type\": \"thinking\",\"thinking\":\"\",  \"signature\":\"EqMC/+==\"}";
    run.tools.answering("add", new ToolOutcome.Succeeded("3"));
    run.model
        .tools(new Block("thinking", raw), toolUse("t1", "add", "{\"x\": 1.50}"))
        .text("3", "end_turn");

    run.run("add");

    var assistant = run.model.requests.get(1).messages().get(1);
    assertThat(assistant.content())
        .isEqualTo(
            "["
                + raw
                + ",{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"add\",\"input\":{\"x\": 1.50}}]");
  }

  @Test
  void tellsTheModelOfAFailedTool() {
    run.tools.answering("add", new ToolOutcome.Failed("no numbers"));
    run.model.tools(toolUse("t1", "add", "{}")).text("Sorry.", "end_turn");

    run.run("add");

    assertThat(run.model.requests.get(1).messages().getLast().blocks().getFirst().json())
        .contains("\"is_error\":true", "no numbers");
    assertThat(run.events(RunEvent.ToolEnded.class).getFirst().ok()).isFalse();
  }

  @Test
  void marksADegradedTool() {
    run.tools.answering("weather", new ToolOutcome.Degraded("unavailable"));
    run.model.tools(toolUse("t1", "weather", "{}")).text("Without it.", "end_turn");

    run.run("weather");

    assertThat(run.events(RunEvent.ToolEnded.class).getFirst().degraded()).isTrue();
  }

  @Test
  void failsTheRunWithACriticalTool() {
    run.tools.answering("ledger", new ToolOutcome.Fatal("the ledger is away"));
    run.model.tools(toolUse("t1", "ledger", "{}"));

    var result = run.run("ledger");

    assertThat(result).isInstanceOf(AgentResult.Failed.class);
    assertThat(((AgentResult.Failed) result).failure().type()).isEqualTo("tool_failed");
  }

  @Test
  void doesNotCallAToolThatTheAgentDoesNotHave() {
    run.tools.answering("delete_all", new ToolOutcome.Succeeded("gone"));
    run.model.tools(toolUse("t1", "delete_all", "{}")).text("No.", "end_turn");

    run.run("add");

    assertThat(run.tools.calls).isEmpty();
  }

  @Test
  void doesNotMakeTheSameFailingCallAThirdTime() {
    run.tools.answering("add", new ToolOutcome.Failed("no"));
    for (int i = 1; i <= 4; i++) {
      run.model.tools(toolUse("t" + i, "add", "{\"a\":1}"));
    }
    run.model.text("I give up.", "end_turn");

    run.run("add");

    assertThat(run.tools.calls).hasSize(2);
    assertThat(run.journal(ToolCallFinished.class)).hasSize(4);
    assertThat(run.journal(ToolCallFinished.class).getLast().content()).contains("failed 2 times");
  }

  @Test
  void doesNotMakeTheSameFailingCallAThirdTimeSideBySide() {
    Promise<ToolOutcome> late = Promise.promise();
    run.tools.tool("add", true, call -> late.future());
    run.model
        .tools(
            toolUse("t1", "add", "{}"),
            toolUse("t2", "add", "{}"),
            toolUse("t3", "add", "{}"),
            toolUse("t4", "add", "{\"a\":1}"))
        .tools(toolUse("t5", "add", "{}"))
        .text("I give up.", "end_turn");
    var running = run.start("add");

    late.complete(new ToolOutcome.Failed("no"));

    assertThat(running.result()).isInstanceOf(AgentResult.Ended.class);
    assertThat(run.tools.calls)
        .extracting(call -> call.id().value())
        .containsExactly("t1", "t2", "t4");
  }

  @Test
  void capsCallsOfOneToolAndOfTheRun() {
    run.limits = new LoopLimits(20, 3, 2, 2);
    run.tools.answering("a", new ToolOutcome.Succeeded("ok"));
    run.tools.answering("b", new ToolOutcome.Succeeded("ok"));
    run.model
        .tools(toolUse("1", "a", "{}"), toolUse("2", "a", "{}"), toolUse("3", "a", "{}"))
        .tools(toolUse("4", "b", "{}"), toolUse("5", "b", "{}"))
        .text("Enough.", "end_turn");

    run.run("a", "b");

    assertThat(run.tools.calls)
        .extracting(call -> call.id().value())
        .containsExactly("1", "2", "4");
  }

  @Test
  void stopsAtTheTurnLimit() {
    run.limits = new LoopLimits(3, 100, 100, 100);
    run.tools.answering("a", new ToolOutcome.Succeeded("ok"));
    for (int i = 0; i < 3; i++) {
      run.model.tools(toolUse("t" + i, "a", "{\"n\":" + i + "}"));
    }

    var result = run.run("a");

    assertThat(((AgentResult.Ended) result).status()).isEqualTo(DoneStatus.CAPPED);
    assertThat(run.model.requests).hasSize(3);
    assertThat(result.transcript().messages("-").getLast().role()).isEqualTo(Role.USER);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, COMPLETED",
    "stop_sequence, COMPLETED",
    "something_new, COMPLETED",
    "max_tokens, TRUNCATED",
    "model_context_window_exceeded, TRUNCATED",
    "refusal, REFUSED"
  })
  void endsByStopReason(String stop, DoneStatus expected) {
    run.model.text("Some words", stop);

    var result = run.run();

    assertThat(((AgentResult.Ended) result).status()).isEqualTo(expected);
  }

  @Test
  void voidsAndForgetsWhatWasSaidBeforeARefusal() {
    run.model.text("First you take", "refusal");

    var result = run.run();

    assertThat(run.events(RunEvent.Rewound.class)).hasSize(1);
    assertThat(result.transcript().text()).isEmpty();
    assertThat(result.transcript().messages("-").getLast().text()).doesNotContain("First");
  }

  @Test
  void goesOnAfterAPauseWithoutAUserMessage() {
    run.model.text("Part one.", "pause_turn").text("Part two.", "end_turn");

    run.run();

    assertThat(run.model.requests.get(1).messages())
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT);
  }

  @Test
  void neverRunsAToolOfATurnThatWasCutOff() {
    run.tools.answering("a", new ToolOutcome.Succeeded("ok"));
    run.model.blocks("max_tokens", toolUse("t1", "a", "{}"));

    var result = run.run("a");

    assertThat(run.tools.calls).isEmpty();
    assertThat(result.transcript().messages("cut off").getLast().blocks().getFirst().json())
        .contains("tool_result", "cut off", "is_error");
  }

  @Test
  void cancelsTheModelCallAndKeepsWhatWasShown() {
    run.model.hang("Half an ans");
    var running = run.start();

    run.cancellation.cancel("stop button");

    assertThat(run.model.calls.getFirst().cancelled).isTrue();
    assertThat(running.result()).isInstanceOf(AgentResult.Stopped.class);
    assertThat(((AgentResult.Stopped) running.result()).partial()).isEqualTo("Half an ans");
    assertThat(run.journal(CallCharged.class)).singleElement().matches(CallCharged::estimated);
  }

  @Test
  void breaksOffToolsOnCancel() {
    Promise<ToolOutcome> never = Promise.promise();
    run.tools.tool(
        "slow",
        false,
        call -> {
          call.cancellation().onCancel(() -> never.complete(new ToolOutcome.Failed("cancelled")));
          return never.future();
        });
    run.model.tools(toolUse("t1", "slow", "{}"));
    var running = run.start("slow");

    run.cancellation.cancel("stop button");

    assertThat(running.result()).isInstanceOf(AgentResult.Stopped.class);
    assertThat(running.result().transcript().messages("-").getLast().content())
        .contains("whether it took effect is unknown");
  }

  @Test
  void pausesTheModelWhileTheOutputIsFull() {
    run.full = true;
    run.model.hang("a");
    run.start();
    var call = run.model.calls.getFirst();

    assertThat(call.pauses).isEqualTo(1);
    assertThat(call.resumes).isZero();
    run.full = false;
    Runnable drain = run.drain;
    assertThat(drain).isNotNull();
    drain.run();
    assertThat(call.resumes).isEqualTo(1);
  }

  @Test
  void saysWhyTheModelFailedInThePersonsWords() {
    var error =
        new ModelException.ApiError(
            new ResponseHead(529, Optional.of("req_9"), Map.of()),
            "overloaded_error",
            "Overloaded",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    run.rig.neverRetry();
    run.model.fail(new ModelException.Overloaded(error, PartialReply.UNANSWERED));

    var result = (AgentResult.Failed) run.run();

    assertThat(result.failure().type()).isEqualTo("model_overloaded");
    assertThat(result.failure().retryable()).isTrue();
    assertThat(run.journal).isEmpty();
    assertThat(run.modelCalls.getFirst().requestId()).contains("req_9");
  }

  @Test
  void booksAnEstimateForABrokenStream() {
    var partial = new PartialReply(true, true, List.of(Block.text("Hal")), Usage.of(1000, 1), 300);
    run.rig.neverRetry();
    run.model.script(
        call -> {
          call.say("Ha");
          call.reply.fail(new ModelException.Truncated("cut", partial));
        });

    var result = (AgentResult.Failed) run.run();

    // What was shown, not what was received: a paused call that is broken off has more.
    assertThat(result.partial()).isEqualTo("Ha");
    assertThat(run.journal(CallCharged.class).getFirst().usage()).isEqualTo(Usage.of(1000, 100));
    assertThat(run.events(RunEvent.UsageReported.class).getFirst().estimated()).isTrue();
  }

  @Test
  void sendsThinkingOnlyToTheModelThatThought() {
    var ours = Block.of("{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"x\"}");
    var theirs = Block.of("{\"type\":\"thinking\",\"thinking\":\"b\",\"signature\":\"y\"}");
    run.history =
        List.of(
            Message.user(List.of(Block.text("one"))),
            Message.assistant(List.of(ours, Block.text("1")), RecordedRun.MODEL),
            Message.user(List.of(Block.text("two"))),
            Message.assistant(List.of(theirs, Block.text("2")), "model-b"),
            Message.assistant(List.of(theirs), "model-b"));
    run.model.text("3", "end_turn");

    run.run();

    assertThat(run.model.requests.getFirst().messages())
        .extracting(Message::blocks)
        .containsExactly(
            List.of(Block.text("one")),
            List.of(ours, Block.text("1")),
            List.of(Block.text("two")),
            List.of(Block.text("2")),
            List.of(Block.text("question")));
  }
}
