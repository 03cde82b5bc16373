package dev.sluice.model.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.Settlement;
import dev.sluice.model.FakeModelClient;
import dev.sluice.model.ModelException;
import dev.sluice.resilience.Breaker;
import dev.sluice.resilience.BreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever becomes of turns: every lease is settled once, and every pass of a breaker is ended. */
class ChainLeakTest {

  /** What one model call does, or what its turn meets. */
  enum Fate {
    ANSWER,
    SERVER,
    OVERLOADED,
    LIMITED,
    REFUSED,
    CUT,
    HANG,
    DEFECT,
    THROW
  }

  /** What happens between two turns. */
  record Step(List<Fate> fates, boolean inLine, boolean cancelled, int seconds) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    var fates = Arbitraries.of(Fate.class).list().ofSize(6);
    var booleans = Arbitraries.of(true, false);
    return Combinators.combine(fates, booleans, booleans, Arbitraries.integers().between(0, 20))
        .as(Step::new)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 300)
  void givesBackWhatItTook(@ForAll("steps") List<Step> steps) {
    var rig = new ChainRig();
    rig.fallback("backup");
    rig.deadline = ChainRig.NOW.plus(Duration.ofDays(1));
    var chain = rig.chain();
    for (Step step : steps) {
      play(rig, chain, step);
    }

    assertThat(rig.limiter.line).isEmpty();
    assertThat(rig.limiter.settled).hasSize((int) rig.limiter.granted());
    assertThat(rig.time.running()).isZero();
  }

  private static void play(ChainRig rig, ModelChain chain, Step step) {
    var stand = rig.stands.getFirst();
    rig.primary.forget();
    stand.forget();
    step.fates().forEach(fate -> script(rig.primary, fate));
    step.fates().reversed().forEach(fate -> script(stand, fate));
    rig.limiter.holding(step.inLine());
    var call = rig.start(chain);
    rig.time.pass(Duration.ofMillis(700));
    if (step.cancelled()) {
      call.cancel();
    }
    for (int i = 0; i < 20 && !call.reply().isComplete(); i++) {
      if (!rig.limiter.line.isEmpty()) {
        rig.limiter.grant();
      }
      rig.time.pass(Duration.ofSeconds(5));
    }
    call.cancel();
    assertThat(call.reply().isComplete()).isTrue();
    rig.time.pass(Duration.ofSeconds(step.seconds()));
  }

  private static void script(FakeModelClient model, Fate fate) {
    model.script(
        switch (fate) {
          case ANSWER -> call -> call.end("end_turn", new ArrayList<>());
          case SERVER -> failing(Failing.server());
          case OVERLOADED -> failing(Failing.overloaded());
          case LIMITED -> failing(Failing.rateLimited(Duration.ofSeconds(3)));
          case REFUSED -> failing(Failing.badRequest());
          case CUT ->
              call -> {
                call.say("Hel");
                call.reply.fail(Failing.cut(3));
              };
          case HANG -> call -> call.say("Hel");
          case DEFECT -> call -> call.reply.fail(new IllegalStateException("a defect"));
          case THROW ->
              call -> {
                throw new IllegalStateException("a defect");
              };
        });
  }

  private static Consumer<FakeModelClient.Call> failing(ModelException failure) {
    return call -> call.reply.fail(failure);
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWER, half_open, 1",
    "CUT, half_open, 1",
    "HANG, half_open, 1",
    "SERVER, open, 0",
    "OVERLOADED, open, 0",
    "LIMITED, half_open, 2",
    "REFUSED, half_open, 2",
    "DEFECT, half_open, 2",
    "THROW, half_open, 2"
  })
  void endsThePassOfATrial(Fate fate, String state, int placesLeft) {
    var rig = new ChainRig();
    rig.neverRetry();
    rig.breakOpen(rig.asked());
    rig.time.pass(BreakerConfig.defaults().cooldown());
    script(rig.primary, fate);

    rig.start().cancel();

    assertThat(rig.breakers.get(rig.asked().breaker()).state().state()).isEqualTo(state);
    assertThat(placesOnTrial(rig)).isEqualTo(placesLeft);
  }

  @Test
  void takesNoPlaceOnTrialWhileInLine() {
    var rig = new ChainRig();
    rig.breakOpen(rig.asked());
    rig.time.pass(BreakerConfig.defaults().cooldown());
    rig.limiter.hold();
    var call = rig.start();

    assertThat(placesOnTrial(rig)).isEqualTo(2);
    rig.limiter.grant();

    assertThat(((ChainException) call.reply().cause()).failure())
        .isInstanceOf(ModelException.CircuitOpen.class);
    assertThat(rig.limiter.settled.values()).containsExactly(new Settlement.NotSent());
  }

  /** Time must stand: places that are not given back are dealt out anew after a while. */
  private static int placesOnTrial(ChainRig rig) {
    Breaker breaker = rig.breakers.get(rig.asked().breaker());
    int places = 0;
    while (breaker.enter() instanceof Breaker.Pass) {
      places++;
    }
    return places;
  }
}
