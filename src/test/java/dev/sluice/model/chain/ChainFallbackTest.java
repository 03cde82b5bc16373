package dev.sluice.model.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.Settlement;
import dev.sluice.model.ModelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainFallbackTest {
  private final ChainRig rig = new ChainRig();

  @Test
  void leavesAnOverloadedModelAlone() {
    rig.primary.fail(Failing.overloaded());
    rig.fallback("backup").text("Hello.", "end_turn");

    var reply = rig.start().reply().result();

    assertThat(reply.target()).isEqualTo(rig.stand(0));
    assertThat(rig.primary.calls).hasSize(1);
    assertThat(rig.events(ChainEvent.FellBack.class))
        .singleElement()
        .satisfies(
            fell -> {
              assertThat(fell.from()).isEqualTo(rig.asked());
              assertThat(fell.to()).isEqualTo(rig.stand(0));
              assertThat(fell.why()).isInstanceOf(ModelException.Overloaded.class);
            });
    assertThat(rig.stands.getFirst().requests.getFirst().model()).isEqualTo("backup-model");
  }

  @Test
  void triesAnOverloadedModelAgainWhereNothingStandsBy() {
    rig.primary.fail(Failing.overloaded()).text("Hello.", "end_turn");
    rig.fallback("backup");
    rig.breakOpen(rig.stand(0));

    var call = rig.start();
    rig.time.pass(ChainRig.FIRST_DELAY);

    assertThat(call.reply().result().target()).isEqualTo(rig.asked());
  }

  @Test
  void fallsBackWhenTheRetriesAreExhausted() {
    rig.primary.fail(Failing.server()).fail(Failing.server()).fail(Failing.server());
    rig.fallback("backup").text("Hello.", "end_turn");

    var call = rig.start();
    rig.time.pass(Duration.ofSeconds(10));

    assertThat(call.reply().result().target()).isEqualTo(rig.stand(0));
    assertThat(rig.primary.calls).hasSize(3);
  }

  @Test
  void fallsBackAtOnceFromAnOpenBreaker() {
    rig.breakOpen(rig.asked());
    rig.fallback("backup").text("Hello.", "end_turn");

    var reply = rig.start().reply().result();

    assertThat(reply.target()).isEqualTo(rig.stand(0));
    assertThat(rig.primary.calls).isEmpty();
    assertThat(rig.limiter.demands).hasSize(1);
  }

  @Test
  void answersAtOnceAndClearlyWhenEveryBreakerIsOpen() {
    rig.fallback("backup");
    rig.breakOpen(rig.asked());
    rig.time.pass(Duration.ofSeconds(4));
    rig.breakOpen(rig.stand(0));

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.failure()).isInstanceOf(ModelException.CircuitOpen.class);
    assertThat(failure.failure()).hasMessageContaining("model-a");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(11));
    assertThat(failure.isOutage()).isTrue();
  }

  @Test
  void fallsBackWhenTheLimiterHasNoRoom() {
    rig.limiter.refuse(rig.asked().budget(), Duration.ofSeconds(40));
    rig.fallback("backup").text("Hello.", "end_turn");

    assertThat(rig.start().reply().result().target()).isEqualTo(rig.stand(0));
  }

  @Test
  void saysWhenThereWillBeRoom() {
    rig.limiter.refuse(rig.asked().budget(), Duration.ofSeconds(40));

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.failure()).isInstanceOf(ModelException.NoRoom.class);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(40));
  }

  @Test
  void fallsBackToWhomMayHaveMoney() {
    rig.primary.fail(Failing.spendLimit());
    rig.fallback("backup").text("Hello.", "end_turn");

    assertThat(rig.start().reply().result().target()).isEqualTo(rig.stand(0));
    assertThat(rig.limiter.settled.values()).first().isEqualTo(new Settlement.Refused());
  }

  @Test
  void doesNotHideAMistakeOfOurOwnBehindAFallback() {
    rig.primary.fail(Failing.badRequest());
    rig.fallback("backup");
    rig.breakOpen(rig.stand(0));

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.failure()).isInstanceOf(ModelException.BadRequest.class);
    assertThat(failure.isOutage()).isFalse();
  }

  @Test
  void goesOnPastAFallbackThatIsSetUpBadly() {
    rig.primary.fail(Failing.overloaded());
    rig.fallback("first").fail(Failing.badKey());
    rig.fallback("second").text("Hello.", "end_turn");

    assertThat(rig.start().reply().result().target()).isEqualTo(rig.stand(1));
  }

  @Test
  void tellsWhatIsWrongWithTheModelAskedFor() {
    rig.primary.fail(Failing.overloaded());
    rig.fallback("backup").fail(Failing.badKey());

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.failure()).isInstanceOf(ModelException.Overloaded.class);
    assertThat(failure.isOutage()).isTrue();
  }

  @Test
  void skipsAFallbackWhoseBreakerIsOpen() {
    rig.primary.fail(Failing.overloaded());
    rig.fallback("first");
    rig.fallback("second").text("Hello.", "end_turn");
    rig.breakOpen(rig.stand(0));

    assertThat(rig.start().reply().result().target()).isEqualTo(rig.stand(1));
    assertThat(rig.events(ChainEvent.FellBack.class)).hasSize(1);
  }

  @Test
  void voidsWhatTheFirstModelHadShown() {
    rig.primary.script(
        call -> {
          call.say("Hel");
          call.reply.fail(Failing.overloaded());
        });
    rig.fallback("backup").text("Hello.", "end_turn");

    rig.start();

    assertThat(rig.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Streamed", "AttemptEnded", "Voided", "FellBack", "Streamed");
  }

  @Test
  void startsADrillWithTheFallbackAndFallsBackToTheModelAskedFor() {
    rig.drill = true;
    rig.fallback("first").fail(Failing.badRequest());
    rig.fallback("second");
    rig.primary.text("Hello.", "end_turn");

    var reply = rig.start().reply().result();

    assertThat(reply.target()).isEqualTo(rig.asked());
    assertThat(rig.stands.getFirst().calls).hasSize(1);
    assertThat(rig.stands.getLast().calls).isEmpty();
  }

  @Test
  void doesNotCallTheSameModelOfTheSameAccountTwice() {
    var same = rig.asked();
    var targets = new ModelTargets(rig::asked, java.util.List.of(same));

    assertThat(targets.of("model-a", true)).containsExactly(same);
    assertThat(targets.of("model-b", false)).containsExactly(rig.asked("model-b"), same);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 1})
  void picksTheShareOfRunsForTheDrill(double share) {
    rig.drillShare = share;
    rig.fallback("backup");
    var chain = rig.chain();

    long picked =
        java.util.stream.IntStream.range(0, 10_000)
            .mapToObj(i -> new dev.sluice.id.RunId("run_" + i))
            .filter(chain::isDrill)
            .count();

    assertThat((double) picked).isBetween(10_000 * share - 300, 10_000 * share + 300);
  }

  @Test
  void drillsNobodyWithoutAFallback() {
    rig.drillShare = 1;

    assertThat(rig.chain().isDrill(new dev.sluice.id.RunId("run_1"))).isFalse();
  }
}
