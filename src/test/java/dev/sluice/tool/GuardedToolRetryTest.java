package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.BreakerState;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.Cancellation;
import dev.sluice.resilience.ManualClock;
import dev.sluice.resilience.RetryConfig;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class GuardedToolRetryTest {
  /** Retries without a wait worth the name. */
  static final RetryConfig AT_ONCE = config(Duration.ofMillis(1), 100);

  private static final BreakerConfig BREAKER = BreakerConfig.defaults();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final ManualClock clock = new ManualClock();
  private final Breakers breakers = new Breakers(BREAKER, clock);
  private Vertx vertx;
  private OnContext context;

  @BeforeEach
  void setUp(Vertx vertx) {
    this.vertx = vertx;
    this.context = new OnContext(vertx);
  }

  private static RetryConfig config(Duration delay, int reserve) {
    return config(delay, 0, reserve);
  }

  private static RetryConfig config(Duration delay, double share, int reserve) {
    return new RetryConfig(5, delay, delay, delay, share, reserve, Duration.ofMinutes(1));
  }

  private GuardedToolRunner runner(RetryConfig retries, Tool... tools) {
    return new GuardedToolRunner(
        vertx, clock, new ToolRegistry(List.of(tools)), ContentLimit.DEFAULT, retries, breakers);
  }

  private ToolOutcome call(GuardedToolRunner runner) {
    return context.run(() -> runner.run(Calls.of("weather", "{\"city\":\"Ghent\"}")));
  }

  private ToolOutcome call(Tool tool) {
    return call(runner(AT_ONCE, tool));
  }

  private void call(GuardedToolRunner runner, int times) {
    for (int i = 0; i < times; i++) {
      call(runner);
    }
  }

  /** Fails so often, then answers. */
  private static Function<ToolCall, Future<String>> failing(int times) {
    var calls = new AtomicInteger();
    return _ ->
        calls.incrementAndGet() > times
            ? Future.succeededFuture("sunny")
            : Future.failedFuture(ToolException.failing("it is down"));
  }

  private static Function<ToolCall, Future<String>> down() {
    return failing(Integer.MAX_VALUE);
  }

  private BreakerState breaker() {
    return breakers.states().getFirst();
  }

  @Test
  void triesAnIdempotentToolAgainUnderTheSameKey() {
    var tool = FakeTool.weather(failing(2));

    assertThat(call(tool)).isEqualTo(new ToolOutcome.Succeeded("sunny"));
    assertThat(tool.calls())
        .hasSize(3)
        .extracting(ToolCall::idempotencyKey)
        .containsOnly(Calls.of("weather", "{}").idempotencyKey());
  }

  @Test
  void goesOnWithoutAToolThatStaysDown() {
    var tool = FakeTool.weather(down());

    assertThat(call(tool))
        .isInstanceOf(ToolOutcome.Degraded.class)
        .extracting(ToolOutcome::content)
        .asString()
        .startsWith("weather is unavailable: it is down.");
    assertThat(tool.calls()).hasSize(3);
  }

  @Test
  void callsAToolThatIsNotIdempotentOnce() {
    var tool = FakeTool.weatherOnce(down());

    assertThat(call(tool)).isInstanceOf(ToolOutcome.Degraded.class);
    assertThat(tool.calls()).hasSize(1);
  }

  @Test
  void doesNotRepeatWhatWouldFailAgain() {
    var mistaken = FakeTool.weather(_ -> Future.failedFuture(ToolException.input("no city")));
    var barred = FakeTool.weather(_ -> Future.failedFuture(ToolException.unavailable("no key")));
    var broken = FakeTool.weather(_ -> Future.failedFuture(new IllegalStateException("bug")));

    for (FakeTool tool : List.of(mistaken, barred, broken)) {
      call(tool);
      assertThat(tool.calls()).hasSize(1);
    }
  }

  @Test
  void triesOnceMoreAfterATimeOutWithACancellationOfItsOwn() {
    var tool = FakeTool.weather(Importance.OPTIONAL, SHORT, new HangsOnce());

    assertThat(call(tool)).isEqualTo(new ToolOutcome.Succeeded("sunny"));
    assertThat(tool.calls())
        .extracting(call -> call.cancellation().isCancelled())
        .containsExactly(true, false);
  }

  private static final class HangsOnce implements Function<ToolCall, Future<String>> {
    private boolean hung;

    @Override
    public Future<String> apply(ToolCall call) {
      if (hung) {
        return Future.succeededFuture("sunny");
      }
      hung = true;
      return Future.future(_ -> {});
    }
  }

  @Test
  void endsAtOnceWhenTheRunIsCancelledBetweenTwoAttempts() {
    var failed = Promise.<Void>promise();
    var tool =
        FakeTool.weather(
            _ -> {
              failed.complete();
              return Future.failedFuture(ToolException.failing("it is down"));
            });
    var ofRun = new Cancellation();
    var runner = runner(config(LONG, 100), tool);
    var outcome =
        context.start(() -> runner.run(Calls.of("weather", "{\"city\":\"Ghent\"}", ofRun)));
    OnContext.await(failed.future());

    context.act(() -> ofRun.cancel("client left"));

    assertThat(OnContext.await(outcome))
        .isEqualTo(new ToolOutcome.Failed("The call of weather was cancelled."));
    assertThat(tool.calls()).hasSize(1);
  }

  @Test
  void keepsTheRetriesOfAllToolsWithinOneBudget() {
    var tool = FakeTool.weather(down());
    var runner = runner(config(Duration.ofMillis(1), 1), tool);
    call(runner, 2);

    assertThat(tool.calls()).as("two calls and the one retry that is free").hasSize(3);
  }

  @Test
  void paysForRetriesWithCalls() {
    var tool = FakeTool.weather(down());
    call(runner(config(Duration.ofMillis(1), 1, 0), tool));

    assertThat(tool.calls()).as("one call pays for one retry").hasSize(2);
  }

  @Test
  void forgetsTheRunsCancellationOnceItGoesOn() {
    var ofRun = new Cancellation();
    var runner = runner(AT_ONCE, FakeTool.weather(failing(1)));
    var call = Calls.of("weather", "{\"city\":\"Ghent\"}", ofRun);

    assertThat(context.run(() -> runner.run(call))).isEqualTo(new ToolOutcome.Succeeded("sunny"));
    context.act(() -> ofRun.cancel("client left"));
  }

  @Test
  void leavesAToolAloneThatFailsAgainAndAgain() {
    var tool = FakeTool.weatherOnce(down());
    var runner = runner(AT_ONCE, tool);
    call(runner, 5);

    assertThat(call(runner))
        .isInstanceOf(ToolOutcome.Degraded.class)
        .extracting(ToolOutcome::content)
        .asString()
        .startsWith("The tool weather is unavailable at the moment: ")
        .contains("Go on without it");
    assertThat(tool.calls()).hasSize(5);
    assertThat(breaker().name()).isEqualTo("tool:weather");
    assertThat(breaker().state()).isEqualTo("open");
  }

  @Test
  void endsTheRunWhenACriticalToolIsLeftAlone() {
    var runner = runner(AT_ONCE, FakeTool.weather(Importance.CRITICAL, LONG, down()));
    call(runner, 2);

    assertThat(call(runner))
        .isInstanceOf(ToolOutcome.Fatal.class)
        .extracting(ToolOutcome::content)
        .asString()
        .contains("not called");
  }

  @Test
  void doesNotTryAgainWhenTheBreakerOpensMeanwhile() {
    var tool = FakeTool.weather(down());
    var runner = runner(AT_ONCE, tool);
    call(runner);
    ToolOutcome second = call(runner);

    assertThat(tool.calls()).hasSize(5);
    assertThat(second.content()).startsWith("weather is unavailable: it is down.");
  }

  @Test
  void callsAToolAgainThatHasRecovered() {
    var tool = FakeTool.weatherOnce(failing(5));
    var runner = runner(AT_ONCE, tool);
    call(runner, 6);
    clock.advance(BREAKER.cooldown());

    assertThat(call(runner)).isEqualTo(new ToolOutcome.Succeeded("sunny"));
    assertThat(call(runner)).isEqualTo(new ToolOutcome.Succeeded("sunny"));
    assertThat(breaker().state()).isEqualTo("closed");
  }

  @Test
  void blamesNoToolForWhatTheModelAsked() {
    var tool = FakeTool.weather(_ -> Future.failedFuture(ToolException.input("no city")));
    var runner = runner(AT_ONCE, tool);
    call(runner, 12);
    for (int i = 0; i < 12; i++) {
      context.run(() -> runner.run(Calls.of("weather", "{\"city\":7}")));
    }

    assertThat(tool.calls()).hasSize(12);
    assertThat(breaker().state()).isEqualTo("closed");
    assertThat(breaker().failuresInRow()).isZero();
  }

  @Test
  void blamesNoToolThatIsOnlyBusy() {
    var tool =
        FakeTool.weather(_ -> Future.failedFuture(ToolException.busy("later", Optional.empty())));
    call(runner(AT_ONCE, tool), 5);

    assertThat(tool.calls()).hasSize(15);
    assertThat(breaker().failuresInRow()).isZero();
  }

  @Test
  void blamesAToolForADefectAndForAHang() {
    call(FakeTool.weather(_ -> Future.failedFuture(new IllegalStateException("bug"))));
    call(FakeTool.weather(Importance.OPTIONAL, SHORT, _ -> Future.future(_ -> {})));

    assertThat(breaker().failuresInRow()).as("one defect, two attempts that hung").isEqualTo(3);
  }

  @Test
  void blamesNoToolForTheShortTimeThatARunHadLeft() {
    var tool = FakeTool.weather(_ -> Future.future(_ -> {}));
    var soon = clock.instant().plus(SHORT);
    var call = Calls.of("weather", Json.parseObject("{\"city\":\"a\"}"), soon, new Cancellation());
    context.run(() -> runner(AT_ONCE, tool).run(call));

    assertThat(tool.calls()).hasSize(1);
    assertThat(breaker().failuresInRow()).isZero();
  }

  @Test
  void givesThePlaceOfACancelledTrialToTheNextCall() {
    var runner = runner(AT_ONCE, FakeTool.weatherOnce(down()));
    call(runner, 5);
    clock.advance(BREAKER.cooldown());
    var hanging = FakeTool.weatherOnce(_ -> Future.future(_ -> {}));
    for (int i = 0; i < BREAKER.probes() + 1; i++) {
      var ofRun = new Cancellation();
      var trials = runner(AT_ONCE, hanging);
      var outcome = context.start(() -> trials.run(Calls.of("weather", "{\"city\":\"a\"}", ofRun)));
      context.act(() -> ofRun.cancel("client left"));
      OnContext.await(outcome);
    }

    assertThat(hanging.calls()).hasSize(BREAKER.probes() + 1);
    assertThat(breaker().state()).isEqualTo("half_open");
  }

  @Test
  void hasNoBreakerForAToolWhoseCallsGoToManyPlaces() {
    var tool = new ManyPlaces();
    var runner = runner(AT_ONCE, tool);
    call(runner, 12);

    assertThat(tool.calls).hasValue(12);
    assertThat(breakers.states()).isEmpty();
  }

  private static final class ManyPlaces implements Tool {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public ToolSpec spec() {
      return FakeTool.weatherOnce(down()).spec();
    }

    @Override
    public boolean isOneService() {
      return false;
    }

    @Override
    public Future<String> call(ToolCall call) {
      calls.incrementAndGet();
      return Future.failedFuture(ToolException.failing("it is down"));
    }
  }
}
