package dev.sluice.run;

import dev.sluice.agent.AgentResult;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.EventLog;
import dev.sluice.event.RunEvent;
import dev.sluice.run.RunEffect.Abandon;
import dev.sluice.run.RunEffect.Finish;
import dev.sluice.run.RunEffect.GiveBack;
import dev.sluice.run.RunEffect.Park;
import dev.sluice.run.RunEffect.StopLoop;
import dev.sluice.run.RunSignal.CancelAsked;
import dev.sluice.run.RunSignal.DeadlinePassed;
import dev.sluice.run.RunSignal.DrainEnded;
import dev.sluice.run.RunSignal.LeaseLost;
import dev.sluice.run.RunSignal.LoopBroke;
import dev.sluice.run.RunSignal.LoopEnded;
import dev.sluice.run.RunSignal.ReadersGone;
import dev.sluice.run.RunState.Ending;
import dev.sluice.run.RunState.Lost;
import dev.sluice.run.RunState.Stopping;
import dev.sluice.run.RunState.Why;
import dev.sluice.run.RunState.Working;
import dev.sluice.run.RunStore.Release;
import java.util.List;
import java.util.Optional;

/**
 * The life of a run while a worker holds it, as a pure function of state and signal. The worker
 * performs the effects. The first reason to stop stands; a loop that reached its end before it
 * noticed keeps its end.
 */
final class RunMachine {
  private RunMachine() {}

  record Step(RunState next, List<RunEffect> effects) {}

  static Step on(RunState state, RunSignal signal) {
    return switch (state) {
      case Working working -> whileWorking(signal);
      case Stopping stopping -> whileStopping(stopping, signal);
      case Ending ending -> signal instanceof LeaseLost ? lost() : stay(ending);
      case Lost lost -> stay(lost);
    };
  }

  private static Step whileWorking(RunSignal signal) {
    return switch (signal) {
      case LoopEnded ended -> end(ended.result());
      case LoopBroke broke -> broke(broke, Release.FAILED);
      case CancelAsked asked -> stop(new Why.Cancelled(asked.reason()), asked.reason());
      case DeadlinePassed passed -> stop(new Why.TimedOut(), "the run's time is over");
      case ReadersGone gone -> {
        String reason = "nobody was reading any more";
        yield stop(new Why.Cancelled(reason), reason);
      }
      case LeaseLost lost ->
          new Step(new Lost(), List.of(new StopLoop("lease lost"), new Abandon()));
      case DrainEnded drained -> stop(new Why.HandedOver(), "the process shuts down");
    };
  }

  private static Step whileStopping(Stopping state, RunSignal signal) {
    return switch (signal) {
      case LoopEnded ended -> endAfterStop(state.why(), ended.result());
      case LoopBroke broke -> broke(broke, onTrouble(state.why()));
      case LeaseLost lost -> lost();
      case CancelAsked asked -> stay(state);
      case DeadlinePassed passed -> stay(state);
      case ReadersGone gone -> stay(state);
      case DrainEnded drained -> stay(state);
    };
  }

  private static Step end(AgentResult result) {
    return switch (result) {
      case AgentResult.Ended ended ->
          finish(ended, ended.status(), ended.reason(), Optional.empty());
      case AgentResult.Failed failed ->
          finish(failed, DoneStatus.FAILED, Optional.empty(), Optional.of(failed.failure()));
      case AgentResult.Yielded yielded -> giveBack(Release.HANDED_OVER);
      case AgentResult.Stopped stopped -> giveBack(Release.FAILED);
      case AgentResult.Parked parked -> park(parked);
    };
  }

  private static Step endAfterStop(Why why, AgentResult result) {
    if (isEnd(result)) {
      return end(result);
    }
    return switch (why) {
      case Why.Cancelled cancelled ->
          finish(result, DoneStatus.CANCELLED, Optional.of(cancelled.reason()), Optional.empty());
      case Why.TimedOut timedOut -> {
        var failure =
            new RunEvent.Failed("run_timeout", "The run took too long and was ended.", true);
        yield finish(result, DoneStatus.FAILED, Optional.empty(), Optional.of(failure));
      }
      case Why.HandedOver handedOver ->
          result instanceof AgentResult.Parked parked
              ? park(parked)
              : giveBack(Release.HANDED_OVER);
    };
  }

  private static boolean isEnd(AgentResult result) {
    return switch (result) {
      case AgentResult.Ended ended -> true;
      case AgentResult.Failed failed -> true;
      case AgentResult.Stopped stopped -> false;
      case AgentResult.Yielded yielded -> false;
      case AgentResult.Parked parked -> false;
    };
  }

  /** Who lets go of a run anyway has not failed it. */
  private static Release onTrouble(Why why) {
    return switch (why) {
      case Why.HandedOver handedOver -> Release.HANDED_OVER;
      case Why.Cancelled cancelled -> Release.FAILED;
      case Why.TimedOut timedOut -> Release.FAILED;
    };
  }

  private static Step broke(LoopBroke broke, Release otherwise) {
    var stop = new StopLoop("the run's log or journal cannot be written");
    return isFenced(broke.cause())
        ? new Step(new Lost(), List.of(stop, new Abandon()))
        : new Step(new Ending(), List.of(stop, new GiveBack(otherwise)));
  }

  static boolean isFenced(Throwable cause) {
    return cause instanceof RunStore.Fenced || cause instanceof EventLog.FencedAppend;
  }

  private static Step stop(Why why, String reason) {
    return new Step(new Stopping(why), List.of(new StopLoop(reason)));
  }

  private static Step finish(
      AgentResult result,
      DoneStatus status,
      Optional<String> reason,
      Optional<RunEvent.Failed> failure) {
    return new Step(new Ending(), List.of(new Finish(result, status, reason, failure)));
  }

  private static Step giveBack(Release why) {
    return new Step(new Ending(), List.of(new GiveBack(why)));
  }

  private static Step park(AgentResult.Parked parked) {
    return new Step(new Ending(), List.of(new Park(parked.delay(), parked.failure())));
  }

  private static Step lost() {
    return new Step(new Lost(), List.of(new Abandon()));
  }

  private static Step stay(RunState state) {
    return new Step(state, List.of());
  }
}
