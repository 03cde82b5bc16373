package dev.sluice.tool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the tools of a registry so that nothing a model asks and nothing a tool does can hurt the
 * run: input is validated first, time and result are bounded, every failure is judged.
 *
 * <p>Call it on a Vert.x context: the call is made and its outcome arrives there. The tool sees a
 * cancellation of its own, which fires on the run's cancellation and on the time-out; the run's
 * cancellation is never fired from here.
 */
public final class GuardedToolRunner implements ToolRunner {
  private final Vertx vertx;
  private final InstantSource clock;
  private final ToolRegistry registry;
  private final ContentLimit limit;
  private final Map<String, InputSchema> schemas = new HashMap<>();

  /** Throws {@link IllegalArgumentException} naming the tool whose schema or time-out is wrong. */
  public GuardedToolRunner(
      Vertx vertx, InstantSource clock, ToolRegistry registry, ContentLimit limit) {
    this.vertx = vertx;
    this.clock = clock;
    this.registry = registry;
    this.limit = limit;
    registry.tools().forEach(tool -> schemas.put(tool.spec().name(), compile(tool.spec())));
  }

  private static InputSchema compile(ToolSpec spec) {
    if (!spec.timeout().isPositive()) {
      throw new IllegalArgumentException("tool " + spec.name() + ": its timeout must be positive");
    }
    try {
      return InputSchema.compile(spec.inputSchema());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tool " + spec.name() + ": its input schema " + e.getMessage(), e);
    }
  }

  @Override
  public Future<ToolOutcome> run(ToolCall call) {
    Tool tool = registry.find(call.name()).orElse(null);
    InputSchema schema = schemas.get(call.name());
    if (tool == null || schema == null) {
      return Future.succeededFuture(ToolJudge.unknown(call.name(), registry.names()));
    }
    if (call.cancellation().isCancelled()) {
      return Future.succeededFuture(ToolJudge.cancelled(call.name()));
    }
    List<String> violations = schema.violations(call.input());
    if (!violations.isEmpty()) {
      return Future.succeededFuture(ToolJudge.invalidInput(call.name(), violations));
    }
    Duration allowed = allowed(tool.spec(), call);
    return allowed.isPositive()
        ? new GuardedCall(vertx, tool, call, allowed, limit).start(clock.instant().plus(allowed))
        : Future.succeededFuture(ToolJudge.tooLate(tool.spec()));
  }

  private Duration allowed(ToolSpec spec, ToolCall call) {
    Duration left = Duration.between(clock.instant(), call.deadline());
    return left.compareTo(spec.timeout()) < 0 ? left : spec.timeout();
  }

  @Override
  public Optional<ToolSpec> find(String name) {
    return registry.find(name).map(Tool::spec);
  }

  @Override
  public List<ToolSpec> specs(List<String> names) {
    return names.stream().map(this::spec).toList();
  }

  private ToolSpec spec(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no tool is named \"" + name + "\"; known: " + registry.names()));
  }
}
