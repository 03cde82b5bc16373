package dev.sluice.tool;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Runs tool calls: finds the tool, validates the input, bounds the time, judges the outcome. */
public interface ToolRunner {

  /** The call's outcome, on the calling context. Never fails. */
  Future<ToolOutcome> run(ToolCall call);

  Optional<ToolSpec> find(String name);

  /** The specs of these tools, in this order; throws on a name that is not there. */
  List<ToolSpec> specs(List<String> names);
}
