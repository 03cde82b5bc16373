package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.AgentResult;
import dev.sluice.agent.Transcript;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.EventId;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.id.RunId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.RunEffect.Abandon;
import dev.sluice.run.RunEffect.Finish;
import dev.sluice.run.RunEffect.GiveBack;
import dev.sluice.run.RunEffect.StopLoop;
import dev.sluice.run.RunState.Ending;
import dev.sluice.run.RunState.Lost;
import dev.sluice.run.RunState.Stopping;
import dev.sluice.run.RunState.Working;
import dev.sluice.run.RunStore.Release;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunMachineTest {
  private static final Transcript SAID = new Transcript(Message.user(List.of(Block.text("hi"))));
  private static final AgentResult ENDED =
      new AgentResult.Ended(SAID, DoneStatus.COMPLETED, Optional.empty());
  private static final AgentResult STOPPED = new AgentResult.Stopped(SAID, "half");
  private static final RunEvent.Failed OUTAGE =
      new RunEvent.Failed("model_overloaded", "busy", true);
  private static final AgentResult PARKED =
      new AgentResult.Parked(SAID, Duration.ofSeconds(30), OUTAGE);
  private static final RunEffect PARK = new RunEffect.Park(Duration.ofSeconds(30), OUTAGE);
  private static final RunSignal FENCED =
      new RunSignal.LoopBroke(new RunStore.Fenced(new RunId("run_1"), 1));

  private RunState state = new Working();

  @Test
  void finishesWhenTheLoopEnds() {
    assertThat(on(new RunSignal.LoopEnded(ENDED)))
        .singleElement()
        .isEqualTo(new Finish(ENDED, DoneStatus.COMPLETED, Optional.empty(), Optional.empty()));
    assertThat(state).isEqualTo(new Ending());
  }

  @Test
  void finishesAsFailedWithTheReason() {
    var why = new RunEvent.Failed("model_overloaded", "busy", true);
    var failed = new AgentResult.Failed(SAID, why, "");

    assertThat(on(new RunSignal.LoopEnded(failed)))
        .containsExactly(new Finish(failed, DoneStatus.FAILED, Optional.empty(), Optional.of(why)));
  }

  @Test
  void stopsTheLoopFirstAndFinishesAsCancelledThen() {
    assertThat(on(new RunSignal.CancelAsked("stop"))).containsExactly(new StopLoop("stop"));
    assertThat(on(new RunSignal.LoopEnded(STOPPED)))
        .containsExactly(
            new Finish(STOPPED, DoneStatus.CANCELLED, Optional.of("stop"), Optional.empty()));
  }

  @Test
  void keepsTheEndThatTheLoopReachedBeforeItNoticedTheCancel() {
    on(new RunSignal.CancelAsked("stop"));

    assertThat(on(new RunSignal.LoopEnded(ENDED)))
        .containsExactly(
            new Finish(ENDED, DoneStatus.COMPLETED, Optional.empty(), Optional.empty()));
  }

  @Test
  void keepsTheFirstReasonToStop() {
    on(new RunSignal.DeadlinePassed());

    assertThat(on(new RunSignal.CancelAsked("late"))).isEmpty();
    assertThat(finish(on(new RunSignal.LoopEnded(STOPPED))).failure())
        .map(RunEvent.Failed::type)
        .contains("run_timeout");
  }

  @Test
  void cancelsWhenNobodyReads() {
    on(new RunSignal.ReadersGone());

    assertThat(finish(on(new RunSignal.LoopEnded(STOPPED))).status())
        .isEqualTo(DoneStatus.CANCELLED);
  }

  @Test
  void handsOverAtDrainWithoutCountingAFailure() {
    assertThat(on(new RunSignal.DrainEnded())).hasOnlyElementsOfType(StopLoop.class);
    assertThat(on(new RunSignal.LoopEnded(STOPPED)))
        .containsExactly(new GiveBack(Release.HANDED_OVER));
  }

  @Test
  void handsOverAtDrainThoughTheLogIsAway() {
    on(new RunSignal.DrainEnded());

    assertThat(
            on(
                new RunSignal.LoopBroke(
                    new StoreException(StoreException.Kind.UNAVAILABLE, "away"))))
        .contains(new GiveBack(Release.HANDED_OVER));
  }

  @Test
  void handsOverAtTheTurnBoundary() {
    assertThat(on(new RunSignal.LoopEnded(new AgentResult.Yielded(SAID))))
        .containsExactly(new GiveBack(Release.HANDED_OVER));
  }

  @Test
  void parksARunThatNothingCanBeHadFor() {
    assertThat(on(new RunSignal.LoopEnded(PARKED))).containsExactly(PARK);
    assertThat(state).isEqualTo(new Ending());
  }

  @Test
  void parksARunAlsoAtDrain() {
    on(new RunSignal.DrainEnded());

    assertThat(on(new RunSignal.LoopEnded(PARKED))).containsExactly(PARK);
  }

  @Test
  void parksNoRunThatIsToStop() {
    on(new RunSignal.CancelAsked("stop"));
    assertThat(on(new RunSignal.LoopEnded(PARKED)))
        .containsExactly(
            new Finish(PARKED, DoneStatus.CANCELLED, Optional.of("stop"), Optional.empty()));

    state = new Working();
    on(new RunSignal.DeadlinePassed());
    assertThat(finish(on(new RunSignal.LoopEnded(PARKED))).failure())
        .map(RunEvent.Failed::type)
        .contains("run_timeout");
  }

  @Test
  void givesUpTheRunWhenTheLeaseIsLost() {
    assertThat(on(new RunSignal.LeaseLost()))
        .hasExactlyElementsOfTypes(StopLoop.class, Abandon.class);
    assertThat(on(new RunSignal.LoopEnded(ENDED))).isEmpty();
    assertThat(state).isEqualTo(new Lost());
  }

  @Test
  void givesUpTheRunWhenAWriteWasFenced() {
    assertThat(on(FENCED)).hasExactlyElementsOfTypes(StopLoop.class, Abandon.class);

    state = new Working();
    var log = new EventLog.FencedAppend(Optional.of(new EventId(2, 1)));
    assertThat(on(new RunSignal.LoopBroke(log)))
        .hasExactlyElementsOfTypes(StopLoop.class, Abandon.class);
  }

  @Test
  void givesTheRunBackAsFailedWhenTheStoreIsInTrouble() {
    var trouble = new StoreException(StoreException.Kind.FULL, "disk full");

    assertThat(on(new RunSignal.LoopBroke(trouble)))
        .hasExactlyElementsOfTypes(StopLoop.class, GiveBack.class)
        .contains(new GiveBack(Release.FAILED));
  }

  @Test
  void doesNothingMoreWhileItsEndIsWritten() {
    on(new RunSignal.LoopEnded(ENDED));

    assertThat(on(new RunSignal.CancelAsked("late"))).isEmpty();
    assertThat(on(new RunSignal.DeadlinePassed())).isEmpty();
    assertThat(on(new RunSignal.DrainEnded())).isEmpty();
    assertThat(on(FENCED)).isEmpty();
    assertThat(on(new RunSignal.LeaseLost())).containsExactly(new Abandon());
  }

  @Test
  void losesTheRunWhileStopping() {
    on(new RunSignal.CancelAsked("stop"));
    assertThat(state).isInstanceOf(Stopping.class);

    assertThat(on(new RunSignal.LeaseLost())).containsExactly(new Abandon());
  }

  private List<RunEffect> on(RunSignal signal) {
    var step = RunMachine.on(state, signal);
    state = step.next();
    return step.effects();
  }

  private static Finish finish(List<RunEffect> effects) {
    assertThat(effects).hasOnlyElementsOfType(Finish.class);
    return (Finish) effects.getFirst();
  }
}
