package dev.sluice.agent;

import dev.sluice.tool.ToolCall;
import dev.sluice.tool.ToolOutcome;
import dev.sluice.tool.ToolRunner;
import dev.sluice.tool.ToolSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tools that answer as told and remember who called. */
final class FakeToolRunner implements ToolRunner {
  final List<ToolCall> calls = new ArrayList<>();
  private final Map<String, Function<ToolCall, Future<ToolOutcome>>> tools = new HashMap<>();
  private final Map<String, Boolean> idempotent = new HashMap<>();

  FakeToolRunner tool(
      String name, boolean safeToRepeat, Function<ToolCall, Future<ToolOutcome>> answer) {
    tools.put(name, answer);
    idempotent.put(name, safeToRepeat);
    return this;
  }

  FakeToolRunner answering(String name, ToolOutcome outcome) {
    return tool(name, true, call -> Future.succeededFuture(outcome));
  }

  @Override
  public Future<ToolOutcome> run(ToolCall call) {
    calls.add(call);
    return tools.getOrDefault(call.name(), FakeToolRunner::unknown).apply(call);
  }

  private static Future<ToolOutcome> unknown(ToolCall call) {
    return Future.succeededFuture(new ToolOutcome.Failed("no tool " + call.name()));
  }

  @Override
  public Optional<ToolSpec> find(String name) {
    return Optional.ofNullable(idempotent.get(name))
        .map(
            safe ->
                new ToolSpec(
                    name, "", "{}", safe, ToolSpec.Importance.OPTIONAL, Duration.ofSeconds(10)));
  }

  @Override
  public List<ToolSpec> specs(List<String> names) {
    return names.stream().map(name -> find(name).orElseThrow()).toList();
  }
}
