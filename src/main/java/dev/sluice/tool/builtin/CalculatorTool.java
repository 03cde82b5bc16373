package dev.sluice.tool.builtin;

import dev.sluice.tool.Tool;
import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolSpec;
import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Arithmetic for a model that would guess. Evaluates on two worker threads of its own, shared by
 * all instances of a Vert.x; an {@link Arithmetic} always ends, which frees the thread.
 */
public final class CalculatorTool implements Tool {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int THREADS = 2;
  private static final ToolSpec SPEC =
      new ToolSpec(
          "calculator",
          """
          Evaluates an arithmetic expression exactly, with decimal numbers. Operators: + - * / % ^ \
          and comparisons. Functions: ABS AVERAGE CEILING FACT FLOOR IF LOG (natural) LOG10 MAX \
          MIN ROUND(x, places) SQRT SUM, DEG RAD, and SIN COS TAN ASIN ACOS ATAN ATAN2 in degrees \
          (with an R at the end, as in SINR, in radians). Constants: PI E TRUE FALSE. \
          Percentages are written as factors: 15 % of 80 is 80 * 0.15.\
          """,
          """
          {"type":"object","properties":{"expression":{"type":"string","minLength":1,\
          "maxLength":500,"description":"for example (2 + 3) * 4.5 / SQRT(2)"}},\
          "required":["expression"],"additionalProperties":false}\
          """,
          true,
          Importance.OPTIONAL,
          TIMEOUT);

  private final WorkerExecutor workers;

  public CalculatorTool(Vertx vertx) {
    this.workers =
        vertx.createSharedWorkerExecutor(
            "sluice-calculator", THREADS, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public Future<String> call(ToolCall call) {
    String expression = call.input().path("expression").asText();
    return workers
        .executeBlocking(() -> Arithmetic.evaluate(expression), false)
        .map(Objects::requireNonNull);
  }
}
