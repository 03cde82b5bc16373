package dev.sluice.agent;

import static dev.sluice.model.FakeModelClient.toolUse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.tool.ToolOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusableReplyTest {
  private final RecordedRun run = new RecordedRun();

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "\u00fc"})
  void failsTheRunOnAToolCallWithoutAUsableId(String id) {
    run.tools.answering("add", new ToolOutcome.Succeeded("3"));
    run.model.tools(toolUse(id, "add", "{}"));

    var result = run.run("add");

    assertThat(result).isInstanceOf(AgentResult.Failed.class);
    assertThat(((AgentResult.Failed) result).failure().type()).isEqualTo("model_reply_unusable");
    assertThat(run.journal(TurnFinished.class)).isEmpty();
    assertThat(run.journal(CallCharged.class)).hasSize(1);
    assertThat(result.transcript().costMicros()).isEqualTo(300);
    assertThat(run.tools.calls).isEmpty();
  }

  @Test
  void failsTheRunWhenNothingIsLeftOfItsToolCalls() {
    run.model.tools();

    var result = run.run("add");

    assertThat(result).isInstanceOf(AgentResult.Failed.class);
    assertThat(((AgentResult.Failed) result).failure().type()).isEqualTo("model_reply_unusable");
  }

  @Test
  void doesNotTakeTheResultOfAnEarlierCallForThatOfALaterOneWithTheSameId() {
    run.tools.answering("add", new ToolOutcome.Succeeded("3"));
    run.model.tools(toolUse("t1", "add", "{\"a\":1}")).tools(toolUse("t1", "add", "{\"a\":2}"));

    var result = run.run("add");

    assertThat(result).isInstanceOf(AgentResult.Failed.class);
    assertThat(((AgentResult.Failed) result).failure().type()).isEqualTo("model_reply_unusable");
    assertThat(run.journal(TurnFinished.class)).hasSize(1);
  }
}
