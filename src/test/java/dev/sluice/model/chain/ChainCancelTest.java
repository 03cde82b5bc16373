package dev.sluice.model.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.Settlement;
import dev.sluice.model.ModelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChainCancelTest {
  private final ChainRig rig = new ChainRig();

  @Test
  void givesThePlaceInLineBack() {
    rig.limiter.hold();
    var call = rig.start();
    rig.limiter.line.getFirst().waiting().accept(Duration.ofSeconds(3));

    call.cancel();

    assertThat(cause(call)).isInstanceOf(ModelException.Cancelled.class);
    assertThat(rig.events)
        .containsExactly(new ChainEvent.Waiting(rig.asked(), Duration.ofSeconds(3)));
    assertThat(rig.everythingIsGivenBack()).isTrue();
    assertThat(rig.primary.calls).isEmpty();
  }

  @Test
  void givesALeaseBackThatCrossedTheCancellation() {
    rig.limiter.holdDeaf();
    var call = rig.start();
    call.cancel();
    assertThat(cause(call)).isInstanceOf(ModelException.Cancelled.class);

    rig.limiter.grant();

    assertThat(rig.limiter.settled.values()).containsExactly(new Settlement.NotSent());
    assertThat(rig.primary.calls).isEmpty();
  }

  @Test
  void stopsTheTimerOfARetry() {
    rig.primary.fail(Failing.server());
    var call = rig.start();

    call.cancel();

    assertThat(cause(call)).isInstanceOf(ModelException.Cancelled.class);
    assertThat(rig.everythingIsGivenBack()).isTrue();
    rig.time.pass(Duration.ofMinutes(1));
    assertThat(rig.primary.calls).hasSize(1);
  }

  @Test
  void cancelsTheCallAndTellsWhatItCost() {
    rig.primary.hang("Hel");
    rig.fallback("backup");
    var call = rig.start();

    call.cancel();

    assertThat(rig.primary.calls.getFirst().cancelled).isTrue();
    assertThat(cause(call)).isInstanceOf(ModelException.Cancelled.class);
    assertThat(rig.events(ChainEvent.AttemptEnded.class)).hasSize(1);
    assertThat(rig.events(ChainEvent.Voided.class)).isEmpty();
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void cancelsACallThatIsCancelledFromWithinItsFirstEvent() {
    var holder = new ChainCall[1];
    rig.limiter.hold();
    rig.primary.script(
        call -> {
          holder[0].cancel();
          call.say("Hel");
        });
    holder[0] = rig.start();

    rig.limiter.grant();

    assertThat(cause(holder[0])).isInstanceOf(ModelException.Cancelled.class);
    assertThat(rig.primary.calls.getFirst().cancelled).isTrue();
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void hasNoEffectAfterTheEnd() {
    rig.primary.text("Hello.", "end_turn");
    var call = rig.start();

    call.cancel();

    assertThat(call.reply().succeeded()).isTrue();
    assertThat(rig.primary.calls.getFirst().cancelled).isFalse();
  }

  @Test
  void keepsEveryAttemptPausedWhileTheReaderIsFull() {
    rig.primary.fail(Failing.server()).hang("Hel");
    var call = rig.start();
    call.pause();
    rig.time.pass(ChainRig.FIRST_DELAY);
    var second = rig.primary.calls.getLast();
    assertThat(second.pauses).isEqualTo(1);

    call.resume();

    assertThat(second.resumes).isEqualTo(1);
  }

  private static ModelException cause(ChainCall call) {
    return ((ChainException) call.reply().cause()).failure();
  }
}
