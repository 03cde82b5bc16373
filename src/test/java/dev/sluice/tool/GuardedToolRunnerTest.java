package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Json;
import dev.sluice.resilience.BreakerConfig;
import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.Cancellation;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class GuardedToolRunnerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String GHENT = "{\"city\":\"Ghent\"}";
  private static final Duration SHORT = Duration.ofMillis(20);

  private Vertx vertx;
  private OnContext context;

  @BeforeEach
  void setUp(Vertx vertx) {
    this.vertx = vertx;
    this.context = new OnContext(vertx);
  }

  private GuardedToolRunner runner(Tool... tools) {
    return new GuardedToolRunner(
        vertx,
        InstantSource.fixed(NOW),
        new ToolRegistry(List.of(tools)),
        new ContentLimit(100),
        GuardedToolRetryTest.AT_ONCE,
        new Breakers(BreakerConfig.defaults(), InstantSource.fixed(NOW)));
  }

  private ToolOutcome run(Tool tool, ToolCall call) {
    return context.run(() -> runner(tool).run(call));
  }

  private ToolOutcome run(Tool tool) {
    return run(tool, Calls.of("weather", GHENT));
  }

  @Test
  void givesTheModelWhatTheToolAnswers() {
    var tool =
        FakeTool.weather(
            call -> Future.succeededFuture("sunny in " + call.input().path("city").asText()));

    assertThat(run(tool)).isEqualTo(new ToolOutcome.Succeeded("sunny in Ghent"));
  }

  @Test
  void tellsWhichToolsThereAreWhenTheNameIsUnknown() {
    var tool = FakeTool.weather(_ -> Future.succeededFuture("sunny"));

    assertThat(run(tool, Calls.of("wether", GHENT)))
        .isEqualTo(
            new ToolOutcome.Failed("There is no tool named \"wether\". Known tools: weather."));
  }

  @Test
  void refusesInputThatDoesNotFitTheSchemaWithoutCalling() {
    var tool = FakeTool.weather(_ -> Future.succeededFuture("sunny"));

    assertThat(run(tool, Calls.of("weather", "{\"city\":7}")))
        .isInstanceOf(ToolOutcome.Failed.class)
        .extracting(ToolOutcome::content)
        .asString()
        .contains("weather")
        .contains("/city: ")
        .contains("string");
    assertThat(tool.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Importance.class)
  void takesTheModelsOwnMistakeForAFailureWhateverTheTool(Importance importance) {
    var tool =
        FakeTool.weather(
            importance,
            Duration.ofSeconds(30),
            _ -> Future.failedFuture(ToolException.input("no such city")));

    assertThat(run(tool)).isEqualTo(new ToolOutcome.Failed("no such city"));
  }

  @Test
  void goesOnWithoutAnOptionalToolThatIsUnavailable() {
    var tool = FakeTool.weather(_ -> Future.failedFuture(ToolException.unavailable("it is down")));

    assertThat(run(tool))
        .isInstanceOf(ToolOutcome.Degraded.class)
        .extracting(ToolOutcome::content)
        .asString()
        .startsWith("weather is unavailable: it is down. Go on without it");
  }

  @Test
  void endsTheRunWhenACriticalToolIsUnavailable() {
    var tool =
        FakeTool.weather(
            Importance.CRITICAL,
            Duration.ofSeconds(30),
            _ -> Future.failedFuture(ToolException.unavailable("it is down")));

    assertThat(run(tool)).isEqualTo(new ToolOutcome.Fatal("weather is unavailable: it is down."));
  }

  @Test
  void timesOutAnOptionalToolAndCancelsItsCallButNotTheRun() {
    var tool = FakeTool.weather(Importance.OPTIONAL, SHORT, _ -> Future.future(_ -> {}));
    var ofRun = new Cancellation();

    var outcome = run(tool, Calls.of("weather", GHENT, ofRun));

    assertThat(outcome).isInstanceOf(ToolOutcome.Degraded.class);
    assertThat(outcome.content()).contains("did not answer within 20 ms");
    assertThat(tool.calls().getFirst().cancellation().isCancelled()).isTrue();
    assertThat(ofRun.isCancelled()).isFalse();
  }

  @Test
  void endsTheRunWhenACriticalToolTimesOut() {
    var tool = FakeTool.weather(Importance.CRITICAL, SHORT, _ -> Future.future(_ -> {}));

    assertThat(run(tool)).isInstanceOf(ToolOutcome.Fatal.class);
  }

  @Test
  void allowsNoMoreTimeThanTheCallsDeadline() {
    var tool = FakeTool.weather(_ -> Future.future(_ -> {}));
    var deadline = NOW.plus(SHORT);

    var outcome =
        run(tool, Calls.of("weather", Json.parseObject(GHENT), deadline, new Cancellation()));

    assertThat(outcome.content()).contains("did not answer within 20 ms");
    assertThat(tool.calls().getFirst().deadline()).isEqualTo(deadline);
  }

  @Test
  void doesNotBeginWhatMustNotBeBrokenOffWithoutItsTime() {
    var tool = FakeTool.weatherOnce(_ -> Future.succeededFuture("sunny"));
    var deadline = NOW.plus(SHORT);

    var outcome =
        run(tool, Calls.of("weather", Json.parseObject(GHENT), deadline, new Cancellation()));

    assertThat(outcome).isNotInstanceOf(ToolOutcome.Succeeded.class);
    assertThat(tool.calls()).isEmpty();
  }

  @Test
  void tightensTheDeadlineToTheToolsTimeout() {
    var tool = FakeTool.weather(_ -> Future.succeededFuture("sunny"));

    run(tool);

    assertThat(tool.calls().getFirst().deadline()).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void doesNotCallWhenTheDeadlineHasPassed() {
    var tool = FakeTool.weather(_ -> Future.succeededFuture("sunny"));

    var outcome = run(tool, Calls.of("weather", Json.parseObject(GHENT), NOW, new Cancellation()));

    assertThat(outcome).isInstanceOf(ToolOutcome.Degraded.class);
    assertThat(outcome.content()).contains("no time left");
    assertThat(tool.calls()).isEmpty();
  }

  @Test
  void passesTheRunsCancellationOnAndEndsAtOnce() {
    var called = Promise.<ToolCall>promise();
    var tool =
        FakeTool.weather(
            Importance.CRITICAL,
            Duration.ofSeconds(30),
            call -> {
              called.complete(call);
              return Future.future(_ -> {});
            });
    var ofRun = new Cancellation();
    var outcome = context.start(() -> runner(tool).run(Calls.of("weather", GHENT, ofRun)));
    var cancellation = OnContext.await(called.future()).cancellation();

    context.act(() -> ofRun.cancel("client left"));

    assertThat(OnContext.await(outcome)).isInstanceOf(ToolOutcome.Failed.class);
    assertThat(cancellation.reason()).contains("client left");
  }

  @Test
  void doesNotCallForACancelledRun() {
    var tool = FakeTool.weather(_ -> Future.succeededFuture("sunny"));
    var ofRun = new Cancellation();
    ofRun.cancel("client left");

    assertThat(run(tool, Calls.of("weather", GHENT, ofRun))).isInstanceOf(ToolOutcome.Failed.class);
    assertThat(tool.calls()).isEmpty();
  }

  @Test
  void keepsTheRunsCancellationFreeOfCallsThatAreOver() {
    var tool = FakeTool.weather(_ -> Future.succeededFuture("sunny"));
    var ofRun = new Cancellation();

    run(tool, Calls.of("weather", GHENT, ofRun));
    context.act(() -> ofRun.cancel("client left"));

    assertThat(tool.calls().getFirst().cancellation().isCancelled()).isFalse();
  }

  @Test
  void keepsTheWordsOfUnexpectedErrorsFromTheModel() {
    var thrown =
        FakeTool.weather(
            _ -> {
              throw new IllegalStateException("secret");
            });
    var failed = FakeTool.weather(_ -> Future.failedFuture(new IllegalStateException("secret")));

    for (Tool tool : List.of(thrown, failed)) {
      var outcome = run(tool);
      assertThat(outcome).isInstanceOf(ToolOutcome.Degraded.class);
      assertThat(outcome.content()).contains("failed inside").doesNotContain("secret");
    }
  }

  @Test
  void survivesAToolThatThrowsWhenItIsCancelled() {
    var tool =
        FakeTool.weather(
            Importance.OPTIONAL,
            SHORT,
            call -> {
              call.cancellation()
                  .onCancel(
                      () -> {
                        throw new IllegalStateException("no");
                      });
              return Future.future(_ -> {});
            });

    assertThat(run(tool)).isInstanceOf(ToolOutcome.Degraded.class);
  }

  @Test
  void capsResultsAndErrors() {
    var chatty = FakeTool.weather(_ -> Future.succeededFuture("x".repeat(1000)));
    var failing = FakeTool.weather(_ -> Future.failedFuture(ToolException.input("y".repeat(1000))));

    assertThat(run(chatty).content()).startsWith("x".repeat(100) + "\n[cut");
    assertThat(run(failing).content()).startsWith("y".repeat(100) + "\n[cut");
  }

  @Test
  void answersOnTheCallingContextWhereverTheToolAnswers() {
    var tool =
        FakeTool.weather(
            _ ->
                Future.future(
                    promise -> Thread.ofPlatform().start(() -> promise.complete("sunny"))));

    boolean there =
        context.run(
            () -> runner(tool).run(Calls.of("weather", GHENT)).map(_ -> context.isCurrent()));

    assertThat(there).isTrue();
  }

  @Test
  void givesSpecsInTheOrderAskedAndRefusesUnknownNames() {
    var runner = runner(FakeTool.named("a", FakeTool.SCHEMA), FakeTool.named("b", FakeTool.SCHEMA));

    assertThat(runner.specs(List.of("b", "a")))
        .extracting(ToolSpec::name)
        .containsExactly("b", "a");
    assertThat(runner.find("c")).isEmpty();
    assertThatThrownBy(() -> runner.specs(List.of("c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"c\"");
  }

  @Test
  void namesTheToolWhoseSchemaIsWrong() {
    assertThatThrownBy(() -> runner(FakeTool.named("odd", "{\"type\":\"string\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tool odd: its input schema must describe an object: \"type\": \"object\"");
  }
}
