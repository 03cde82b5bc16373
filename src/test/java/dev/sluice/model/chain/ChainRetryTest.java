package dev.sluice.model.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.Priority;
import dev.sluice.limit.Settlement;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelEvent;
import dev.sluice.model.ModelException;
import dev.sluice.model.ResponseHead;
import dev.sluice.resilience.Breaker;
import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.BreakerState;
import dev.sluice.resilience.RetryConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainRetryTest {
  private final ChainRig rig = new ChainRig();

  @Test
  void answersAtOnceAndSettlesWhatWasUsed() {
    var head = new ResponseHead(200, Optional.of("req_1"), Map.of());
    rig.primary.script(
        call -> {
          call.tell(new ModelEvent.HeadReceived(head));
          call.begin("text", "{\"type\":\"text\",\"text\":\"\"}");
          call.end("end_turn", java.util.List.of());
        });

    var reply = rig.start().reply().result();

    assertThat(reply.target()).isEqualTo(rig.asked());
    assertThat(rig.limiter.settled.values())
        .containsExactly(new Settlement.Used(Usage.of(100, 10)));
    assertThat(rig.limiter.learned).containsExactly(head);
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void asksTheLimiterForWhatTheCallWillTake() {
    rig.attended = false;
    rig.primary.text("Hello.", "end_turn");

    rig.start();

    var demand = rig.limiter.demands.getFirst();
    assertThat(demand.budget()).isEqualTo(rig.asked().budget());
    assertThat(demand.model()).isEqualTo("model-a");
    assertThat(demand.priority()).isEqualTo(Priority.BACKGROUND);
    assertThat(demand.estimate().outputTokens()).isEqualTo(100);
    assertThat(demand.deadline()).isEqualTo(rig.deadline.minus(ChainRig.LEAST));
    assertThat(rig.limiter.patiences).containsExactly(Duration.ofMinutes(10));
  }

  @Test
  void triesAgainSilentlyWhenNothingWasShown() {
    rig.primary.fail(Failing.server()).text("Hello.", "end_turn");
    var call = rig.start();
    assertThat(call.reply().isComplete()).isFalse();

    rig.time.pass(ChainRig.FIRST_DELAY);

    assertThat(call.reply().succeeded()).isTrue();
    assertThat(rig.events(ChainEvent.Voided.class)).isEmpty();
    assertThat(rig.events(ChainEvent.Retrying.class))
        .singleElement()
        .satisfies(
            retry -> {
              assertThat(retry.attempt()).isEqualTo(2);
              assertThat(retry.delay()).isEqualTo(ChainRig.FIRST_DELAY);
            });
    assertThat(rig.limiter.demands).hasSize(2);
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void voidsWhatWasShownBeforeItTriesAgain() {
    rig.primary
        .script(
            call -> {
              call.say("Hel");
              call.reply.fail(Failing.cut(3));
            })
        .text("Hello.", "end_turn");

    rig.start();
    rig.time.pass(ChainRig.FIRST_DELAY);

    assertThat(rig.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Streamed", "AttemptEnded", "Voided", "Retrying", "Streamed");
    assertThat(rig.limiter.settled.values())
        .first()
        .isEqualTo(new Settlement.Used(Usage.of(1000, 1)));
  }

  @Test
  void doesNotAnnounceARetryThatItsOwnFailureForbids() {
    int before = BreakerConfig.defaults().failuresInRow() - 1;
    for (int i = 0; i < before; i++) {
      ((Breaker.Pass) rig.breakers.get(rig.asked().breaker()).enter()).failed();
    }
    rig.primary.fail(Failing.server());

    var call = rig.start();

    assertThat(call.reply().failed()).isTrue();
    assertThat(rig.events(ChainEvent.Retrying.class)).isEmpty();
    assertThat(rig.primary.calls).hasSize(1);
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void standsInLineNoLongerInAllThanItsPatience() {
    rig.primary.fail(Failing.server()).text("Hello.", "end_turn");
    rig.limiter.hold();
    rig.start();
    rig.time.pass(Duration.ofSeconds(20));
    rig.limiter.grant();

    rig.time.pass(ChainRig.FIRST_DELAY);

    assertThat(rig.limiter.patiences)
        .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(10));
  }

  @Test
  void givesUpAfterTheLastRetry() {
    rig.primary.fail(Failing.server()).fail(Failing.silent()).fail(Failing.unreachable());

    var call = rig.start();
    rig.time.pass(Duration.ofSeconds(10));

    var failure = (ChainException) call.reply().cause();
    assertThat(failure.failure()).isInstanceOf(ModelException.Connection.class);
    assertThat(failure.isOutage()).isTrue();
    assertThat(rig.primary.calls).hasSize(3);
    assertThat(rig.events(ChainEvent.AttemptEnded.class)).hasSize(3);
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void waitsAsLongAsTheProviderAsks() {
    rig.primary.fail(Failing.rateLimited(Duration.ofSeconds(7))).text("Hello.", "end_turn");
    var call = rig.start();

    rig.time.pass(Duration.ofMillis(6_999));
    assertThat(rig.primary.calls).hasSize(1);
    rig.time.pass(Duration.ofMillis(1));

    assertThat(call.reply().succeeded()).isTrue();
    assertThat(rig.limiter.settled.values()).first().isInstanceOf(Settlement.RateLimited.class);
  }

  @Test
  void tellsHowLongTheProviderWantsToBeLeftAlone() {
    rig.primary.fail(Failing.rateLimited(Duration.ofMinutes(5)));

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(5));
    assertThat(failure.isOutage()).isTrue();
    assertThat(rig.time.running()).isZero();
  }

  @Test
  void doesNotTryAgainWhatWillFailAgain() {
    rig.primary.fail(Failing.badRequest());

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.isOutage()).isFalse();
    assertThat(rig.limiter.settled.values()).containsExactly(new Settlement.Refused());
    assertThat(rig.limiter.learned).extracting(ResponseHead::status).containsExactly(400);
    assertThat(breaker().failuresInRow()).isZero();
  }

  @Test
  void doesNotStartARetryThatCannotBeDoneInTime() {
    rig.deadline = ChainRig.NOW.plus(ChainRig.LEAST).plusMillis(499);
    rig.primary.fail(Failing.server());

    assertThat(rig.start().reply().failed()).isTrue();
    assertThat(rig.time.running()).isZero();
  }

  @Test
  void callsNobodyWhenNoTimeIsLeft() {
    rig.deadline = ChainRig.NOW.plus(ChainRig.LEAST).minusMillis(1);

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.failure()).isInstanceOf(ModelException.NoTimeLeft.class);
    assertThat(rig.limiter.demands).isEmpty();
  }

  @Test
  void neverRepeatsWhatAToolOfTheProviderMayHaveDone() {
    rig.primary.script(
        call -> {
          call.begin("mcp_tool_use", "{\"type\":\"mcp_tool_use\",\"name\":\"pay\"}");
          call.reply.fail(Failing.cut(0));
        });
    rig.fallback("backup");

    var failure = (ChainException) rig.start().reply().cause();

    assertThat(failure.isOutage()).isFalse();
    assertThat(rig.primary.calls).hasSize(1);
    assertThat(rig.stands.getFirst().calls).isEmpty();
  }

  @Test
  void repeatsASearchOfTheProvider() {
    rig.primary
        .script(
            call -> {
              call.begin(
                  "server_tool_use", "{\"type\":\"server_tool_use\",\"name\":\"web_search\"}");
              call.reply.fail(Failing.cut(0));
            })
        .text("Found.", "end_turn");

    var call = rig.start();
    rig.time.pass(ChainRig.FIRST_DELAY);

    assertThat(call.reply().succeeded()).isTrue();
  }

  @Test
  void stopsRetryingWhenTheBudgetIsUsedUp() {
    rig.retries =
        new RetryConfig(
            2,
            ChainRig.FIRST_DELAY,
            Duration.ofSeconds(8),
            Duration.ofSeconds(30),
            0.2,
            1,
            Duration.ofSeconds(60));
    var chain = rig.chain();
    rig.primary.fail(Failing.server()).fail(Failing.server()).fail(Failing.server());

    Future<ChainReply> first = rig.start(chain).reply();
    rig.time.pass(ChainRig.FIRST_DELAY);
    Future<ChainReply> second = rig.start(chain).reply();

    assertThat(first.failed()).isTrue();
    assertThat(second.failed()).isTrue();
    assertThat(rig.primary.calls).hasSize(3);
  }

  @Test
  void countsASuccessWithTheFirstContent() {
    rig.primary.fail(Failing.server()).hang("Hel");

    rig.start();
    assertThat(breaker().failuresInRow()).isEqualTo(1);
    rig.time.pass(ChainRig.FIRST_DELAY);

    assertThat(breaker().failuresInRow()).isZero();
  }

  @Test
  void givesEverythingBackWhenAListenerThrows() {
    rig.primary.script(call -> call.reply.fail(new IllegalStateException("a defect")));

    var reply = rig.start().reply();

    assertThat(reply.cause()).isInstanceOf(IllegalStateException.class);
    assertThat(rig.everythingIsGivenBack()).isTrue();
  }

  @Test
  void givesEverythingBackWhenAClientThrows() {
    rig.primary.script(
        call -> {
          throw new IllegalStateException("a defect");
        });

    var reply = rig.start().reply();

    assertThat(reply.cause()).isInstanceOf(IllegalStateException.class);
    assertThat(rig.limiter.settled.values()).containsExactly(new Settlement.NotSent());
  }

  private BreakerState breaker() {
    return rig.breakers.get(rig.asked().breaker()).state();
  }
}
