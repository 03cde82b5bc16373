package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Journal.CallCharged;
import dev.sluice.agent.Journal.TurnFinished;
import dev.sluice.event.RunEvent;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.model.Thinking;
import dev.sluice.model.chain.Failing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentChainTest {
  private static final String BACKUP = "backup-model@backup";

  private final RecordedRun run = new RecordedRun();

  @Test
  void saysThatItTriesAgainAndVoidsNothingThatWasNotShown() {
    run.model.fail(Failing.server()).text("Hello.", "end_turn");

    var result = run.run();

    assertThat(result.transcript().text()).isEqualTo("Hello.");
    assertThat(run.events(RunEvent.Retrying.class))
        .containsExactly(
            new RunEvent.Retrying(2, Duration.ofMillis(500), "the model API has a problem"));
    assertThat(run.events(RunEvent.Rewound.class)).isEmpty();
    assertThat(run.journal(CallCharged.class)).isEmpty();
    assertThat(run.retried).containsExactly("model-a: model_error");
    assertThat(run.modelCalls)
        .extracting(AgentObserver.ModelCallEnded::outcome)
        .containsExactly("model_error", "end_turn");
  }

  @Test
  void rewindsWhatWasShownAndForgetsIt() {
    run.model
        .script(
            call -> {
              call.say("Hel");
              call.reply.fail(Failing.cut(300));
            })
        .text("Hi.", "end_turn");

    var result = run.run();

    assertThat(run.events)
        .containsSubsequence(
            new RunEvent.TextAdded(1, "Hel"),
            new RunEvent.Rewound(1, "the model's answer broke off"),
            new RunEvent.TextAdded(1, "Hi."));
    assertThat(result.transcript().text()).isEqualTo("Hi.");
  }

  @Test
  void chargesALostCallBeforeTheTurnEnds() {
    run.model
        .script(
            call -> {
              call.say("Hel");
              call.reply.fail(Failing.cut(300));
            })
        .text("Hi.", "end_turn");

    var result = run.run();

    assertThat(run.journal)
        .extracting(Object::getClass)
        .containsExactly(CallCharged.class, TurnFinished.class);
    assertThat(run.journal(CallCharged.class).getFirst().usage()).isEqualTo(Usage.of(1000, 100));
    assertThat(run.events(RunEvent.UsageReported.class))
        .extracting(RunEvent.UsageReported::estimated)
        .containsExactly(true, false);
    assertThat(result.transcript().costMicros()).isEqualTo(2000 + 1000 + 300);
  }

  @Test
  void keepsThePartialAnswerOfTheLastAttemptOnly() {
    run.rig.fallback("backup").script(breakingOff("Hal"));
    run.rig.neverRetry();
    run.model.script(breakingOff("Hel"));

    var result = (AgentResult.Failed) run.run();

    assertThat(result.partial()).isEqualTo("Hal");
    assertThat(run.events(RunEvent.Rewound.class)).hasSize(1);
  }

  @Test
  void pricesEveryCallAsTheModelThatWasCalled() {
    run.rig.fallback("backup").script(breakingOff("Hal"));
    run.rig.fallback("second").text("Hello.", "end_turn");
    run.rig.neverRetry();
    run.model.fail(Failing.overloaded());

    var result = run.run();

    var lost = run.journal(CallCharged.class).getFirst();
    assertThat(lost.model()).isEqualTo(BACKUP);
    assertThat(lost.costMicros()).isEqualTo(1000 + 1);
    var turn = run.journal(TurnFinished.class).getFirst();
    assertThat(turn.model()).isEqualTo("second-model@second");
    assertThat(turn.costMicros()).isEqualTo(100 + 10);
    assertThat(result.transcript().costMicros()).isEqualTo(1001 + 110);
    assertThat(run.events(RunEvent.FellBack.class))
        .containsExactly(
            new RunEvent.FellBack("model-a", BACKUP, "the model is overloaded"),
            new RunEvent.FellBack(BACKUP, "second-model@second", "the model's answer broke off"));
    assertThat(run.fellBack).hasSize(2);
  }

  @Test
  void sendsEachModelItsOwnThinkingOnly() {
    var ours = Block.of("{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"x\"}");
    var theirs = Block.of("{\"type\":\"thinking\",\"thinking\":\"b\",\"signature\":\"y\"}");
    run.history =
        List.of(
            Message.user(List.of(Block.text("one"))),
            Message.assistant(List.of(ours, Block.text("1")), RecordedRun.MODEL),
            Message.user(List.of(Block.text("two"))),
            Message.assistant(List.of(theirs, Block.text("2")), BACKUP));
    run.model.fail(Failing.overloaded());
    var backup = run.rig.fallback("backup").text("3", "end_turn");

    run.run();

    var first = run.model.requests.getFirst();
    assertThat(first.messages().get(1).blocks()).containsExactly(ours, Block.text("1"));
    assertThat(first.messages().get(3).blocks()).containsExactly(Block.text("2"));
    assertThat(first.thinking()).isEqualTo(Thinking.SUMMARIZED);
    var second = backup.requests.getFirst();
    assertThat(second.messages().get(1).blocks()).containsExactly(Block.text("1"));
    assertThat(second.messages().get(3).blocks()).containsExactly(theirs, Block.text("2"));
    assertThat(second.model()).isEqualTo("backup-model");
    assertThat(second.thinking()).isEqualTo(Thinking.DEFAULT);
  }

  @Test
  void showsHowLongOneWaitsInLine() {
    run.rig.limiter.hold();
    run.model.text("Hello.", "end_turn");
    var running = run.start();

    run.rig.limiter.line.getFirst().waiting().accept(Duration.ofSeconds(4));
    run.rig.limiter.grant();

    assertThat(running.result()).isInstanceOf(AgentResult.Ended.class);
    assertThat(run.events.getFirst())
        .isEqualTo(new RunEvent.Waiting(Reasons.IN_LINE, Optional.of(Duration.ofSeconds(4))));
  }

  @Test
  void parksARunThatNobodyWaitsForUntilTheProviderMayBeAskedAgain() {
    run.attended = false;
    run.model.fail(Failing.rateLimited(Duration.ofMinutes(5)));

    var parked = (AgentResult.Parked) run.run();

    assertThat(parked.delay()).isEqualTo(Duration.ofMinutes(5));
    assertThat(parked.failure().type()).isEqualTo("model_rate_limited");
    assertThat(run.events)
        .containsExactly(
            new RunEvent.Waiting(
                "the model is at its rate limit", Optional.of(Duration.ofMinutes(5))));
    assertThat(run.parked).containsExactly("model_rate_limited");
  }

  @Test
  void leavesTheNextTrialToOthersAfterACallInVain() {
    run.attended = false;
    run.rig.neverRetry();
    run.model.fail(Failing.unreachable());

    assertThat(((AgentResult.Parked) run.run()).delay()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void comesBackEverLaterToAModelThatFailsIt() {
    run.attended = false;
    run.parkings = 2;
    run.rig.neverRetry();
    run.model.fail(Failing.unreachable());

    assertThat(((AgentResult.Parked) run.run()).delay()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void isLeftAloneForFiveMinutesAtMost() {
    run.attended = false;
    run.parkings = 500;
    run.rig.neverRetry();
    run.model.fail(Failing.unreachable());

    assertThat(((AgentResult.Parked) run.run()).delay()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void isGivenUpWhenItFailsAgainAndAgainWhileOthersAreAnswered() {
    run.attended = false;
    run.parkings = 5;
    run.rig.neverRetry();
    run.rig.breakers.get(run.rig.asked().breaker()).answered();
    run.model.fail(Failing.unreachable());

    assertThat(((AgentResult.Failed) run.run()).failure().type()).isEqualTo("model_unreachable");
  }

  @Test
  void isParkedOnWhenTheModelAnswersNobody() {
    run.attended = false;
    run.parkings = 500;
    run.rig.neverRetry();
    run.model.fail(Failing.unreachable());

    assertThat(run.run()).isInstanceOf(AgentResult.Parked.class);
  }

  @Test
  void leavesNoHalfAnswerStandingWhileParked() {
    run.attended = false;
    run.rig.neverRetry();
    run.model.script(breakingOff("Hel"));

    run.run();

    assertThat(run.events)
        .containsSubsequence(
            new RunEvent.TextAdded(1, "Hel"),
            new RunEvent.Rewound(1, "the model's answer broke off"));
    assertThat(run.journal(CallCharged.class)).hasSize(1);
  }

  @Test
  void tellsWhoWaitsWhenToTryAgain() {
    run.model.fail(Failing.rateLimited(Duration.ofMinutes(5)));

    var failed = (AgentResult.Failed) run.run();

    assertThat(failed.failure().message()).contains("Try again in 300 s.");
  }

  @Test
  void doesNotParkWhatWaitingDoesNotHelp() {
    run.attended = false;
    run.model.fail(Failing.badRequest());

    assertThat(run.run()).isInstanceOf(AgentResult.Failed.class);
  }

  @Test
  void stopsWhenTheCostOfALostCallCannotBeKept() {
    run.model.script(breakingOff("Hel")).text("Hello.", "end_turn");
    run.journalFailure = new IllegalStateException("fenced");

    var running = run.start();
    run.rig.time.pass(Duration.ofSeconds(30));

    assertThat(running.cause()).hasMessage("fenced");
    assertThat(run.model.calls).hasSize(1);
  }

  @Test
  void beginsADrillWithTheFallback() {
    run.rig.drillShare = 1;
    run.rig.fallback("backup").text("Hello.", "end_turn");

    run.run();

    assertThat(run.model.calls).isEmpty();
    assertThat(run.events(RunEvent.FellBack.class)).isEmpty();
    assertThat(run.modelCalls).extracting(AgentObserver.ModelCallEnded::drill).containsOnly(true);
  }

  @Test
  void givesWhoAsksForAModelThatModelAlsoDuringADrill() {
    run.rig.drillShare = 1;
    run.asked = "row";
    run.rig.fallback("backup");
    run.model.text("Hello.", "end_turn");

    run.run();

    assertThat(run.modelCalls).extracting(AgentObserver.ModelCallEnded::model).containsOnly("row");
    assertThat(run.modelCalls).extracting(AgentObserver.ModelCallEnded::drill).containsOnly(false);
  }

  private static java.util.function.Consumer<dev.sluice.model.FakeModelClient.Call> breakingOff(
      String text) {
    return call -> {
      call.say(text);
      call.reply.fail(Failing.cut(3));
    };
  }
}
