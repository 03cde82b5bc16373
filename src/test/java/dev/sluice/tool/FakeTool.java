package dev.sluice.tool;

import dev.sluice.tool.ToolSpec.Importance;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A tool that does what the test says and remembers its calls. */
public final class FakeTool implements Tool {
  static final String SCHEMA =
      """
      {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},
       "required":["city"],"additionalProperties":false}
      """;

  private final ToolSpec spec;
  private final Function<ToolCall, Future<String>> behaviour;
  private final List<ToolCall> calls = new CopyOnWriteArrayList<>();

  private FakeTool(ToolSpec spec, Function<ToolCall, Future<String>> behaviour) {
    this.spec = spec;
    this.behaviour = behaviour;
  }

  static FakeTool named(String name, String schema) {
    return new FakeTool(
        new ToolSpec(name, "A tool.", schema, true, Importance.OPTIONAL, Duration.ofSeconds(30)),
        _ -> Future.succeededFuture("fine"));
  }

  static FakeTool weather(
      Importance importance, Duration timeout, Function<ToolCall, Future<String>> behaviour) {
    return new FakeTool(
        new ToolSpec("weather", "The weather of a city.", SCHEMA, true, importance, timeout),
        behaviour);
  }

  /** One that must not be called twice. */
  static FakeTool weatherOnce(Function<ToolCall, Future<String>> behaviour) {
    return new FakeTool(
        new ToolSpec(
            "weather",
            "The weather of a city.",
            SCHEMA,
            false,
            Importance.OPTIONAL,
            Duration.ofSeconds(30)),
        behaviour);
  }

  static FakeTool weather(Function<ToolCall, Future<String>> behaviour) {
    return weather(Importance.OPTIONAL, Duration.ofSeconds(30), behaviour);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Future<String> call(ToolCall call) {
    calls.add(call);
    return behaviour.apply(call);
  }

  List<ToolCall> calls() {
    return calls;
  }
}
