package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.resilience.Cancellation;
import dev.sluice.tool.Calls;
import dev.sluice.tool.GuardedToolRunner;
import dev.sluice.tool.OnContext;
import dev.sluice.tool.ToolOutcome;
import dev.sluice.tool.ToolRunners;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CalculatorToolTest {

  private static GuardedToolRunner runner(Vertx vertx) {
    return ToolRunners.of(vertx, InstantSource.system(), new CalculatorTool(vertx));
  }

  private static Future<ToolOutcome> calculate(GuardedToolRunner runner, String expression) {
    var input = Json.object().put("expression", expression);
    return runner.run(Calls.of("calculator", input, Calls.NEVER, new Cancellation()));
  }

  @Test
  void answersOnTheCallingContext(Vertx vertx) {
    var context = new OnContext(vertx);
    var runner = runner(vertx);

    var outcome =
        context.run(
            () ->
                calculate(runner, "6 * 7")
                    .map(it -> context.isCurrent() ? it : new ToolOutcome.Fatal("elsewhere")));

    assertThat(outcome).isEqualTo(new ToolOutcome.Succeeded("42"));
  }

  @Test
  void freesItsThreadsWhateverItIsAsked(Vertx vertx) {
    var context = new OnContext(vertx);
    var runner = runner(vertx);
    var hostile =
        Stream.of("9^9^9^9", "FACT(1e9)", "1e999999999 % 7", "ROUND(1, 999999999)", "9^-999999999")
            .map(expression -> context.start(() -> calculate(runner, expression)))
            .toList();

    assertThat(context.run(() -> calculate(runner, "1 + 1")))
        .isEqualTo(new ToolOutcome.Succeeded("2"));
    assertThat(hostile).map(OnContext::await).hasOnlyElementsOfType(ToolOutcome.Failed.class);
  }

  @Test
  void refusesAnExpressionOfMoreThan500Characters(Vertx vertx) {
    var outcome = new OnContext(vertx).run(() -> calculate(runner(vertx), "1".repeat(501)));

    assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
    assertThat(outcome.content()).contains("/expression: ").contains("500");
  }
}
