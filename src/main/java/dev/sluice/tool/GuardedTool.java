package dev.sluice.tool;

import dev.sluice.resilience.Breaker;
import dev.sluice.resilience.Breakers;
import java.util.Optional;

/**
 * A tool with what is known of it.
 *
 * @param breaker absent when one call's failure says nothing about the next
 */
record GuardedTool(Tool tool, InputSchema schema, Optional<Breaker> breaker) {

  /** Throws {@link IllegalArgumentException} naming the tool whose schema or time-out is wrong. */
  static GuardedTool of(Tool tool, Breakers breakers) {
    ToolSpec spec = tool.spec();
    if (!spec.timeout().isPositive()) {
      throw new IllegalArgumentException("tool " + spec.name() + ": its timeout must be positive");
    }
    try {
      var breaker =
          tool.isOneService()
              ? Optional.of(breakers.get("tool:" + spec.name()))
              : Optional.<Breaker>empty();
      return new GuardedTool(tool, InputSchema.compile(spec.inputSchema()), breaker);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tool " + spec.name() + ": its input schema " + e.getMessage(), e);
    }
  }

  ToolSpec spec() {
    return tool.spec();
  }
}
