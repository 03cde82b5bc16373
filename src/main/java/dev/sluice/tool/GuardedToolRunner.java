package dev.sluice.tool;

import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryBudget;
import dev.sluice.resilience.RetryConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs the tools of a registry so that nothing a model asks and nothing a tool does can hurt the
 * run: input is validated first, time and result are bounded, every failure is judged. What may
 * pass is tried again where the tool is idempotent, within a budget that all tools share; a tool
 * that fails again and again is left alone for a while.
 *
 * <p>Call it on a Vert.x context: the call is made and its outcome arrives there. The tool sees a
 * cancellation of its own, which fires on the run's cancellation and on the time-out; the run's
 * cancellation is never fired from here.
 */
public final class GuardedToolRunner implements ToolRunner {
  private final ToolRegistry registry;
  private final ContentLimit limit;
  private final GuardedCall.Means means;
  private final Map<String, GuardedTool> tools = new HashMap<>();

  /**
   * Throws {@link IllegalArgumentException} naming the tool whose schema or time-out is wrong.
   *
   * @param breakers get one for each tool, named {@code tool:} and the tool's name
   */
  public GuardedToolRunner(
      Vertx vertx,
      InstantSource clock,
      ToolRegistry registry,
      ContentLimit limit,
      RetryConfig retries,
      Breakers breakers) {
    this.registry = registry;
    this.limit = limit;
    this.means =
        new GuardedCall.Means(
            vertx,
            clock,
            new ToolRetries(retries, () -> ThreadLocalRandom.current().nextLong()),
            new RetryBudget(retries, clock));
    registry.tools().forEach(tool -> tools.put(tool.spec().name(), GuardedTool.of(tool, breakers)));
  }

  @Override
  public Future<ToolOutcome> run(ToolCall call) {
    GuardedTool tool = tools.get(call.name());
    if (tool == null) {
      return Future.succeededFuture(ToolJudge.unknown(call.name(), registry.names()));
    }
    if (call.cancellation().isCancelled()) {
      return Future.succeededFuture(ToolJudge.cancelled(call.name()));
    }
    List<String> violations = tool.schema().violations(call.input());
    return violations.isEmpty()
        ? new GuardedCall(means, tool, call).start().map(this::capped)
        : Future.succeededFuture(ToolJudge.invalidInput(call.name(), violations));
  }

  private ToolOutcome capped(ToolOutcome judged) {
    String content = limit.apply(judged.content());
    return switch (judged) {
      case ToolOutcome.Succeeded _ -> new ToolOutcome.Succeeded(content);
      case ToolOutcome.Failed _ -> new ToolOutcome.Failed(content);
      case ToolOutcome.Degraded _ -> new ToolOutcome.Degraded(content);
      case ToolOutcome.Fatal _ -> new ToolOutcome.Fatal(content);
    };
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
