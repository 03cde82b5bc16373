package dev.sluice.tool;

import io.vertx.core.Future;

/** Something the model may call. Instances are shared by all runs of a process. */
public interface Tool {

  ToolSpec spec();

  /**
   * Makes the call on the calling Vert.x context without blocking it. The input has been validated
   * against the schema. A failed future is a failed call: its {@link ToolException} message reaches
   * the model, any other message does not.
   */
  Future<String> call(ToolCall call);

  /**
   * Whether all calls go to the same place, so that failures of some say something about the next:
   * then a circuit breaker stands before it.
   */
  default boolean isOneService() {
    return true;
  }
}
