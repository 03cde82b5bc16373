package dev.sluice.tool;

import java.time.Duration;

/**
 * What a tool is, to the model and to the loop.
 *
 * @param inputSchema JSON Schema of the input, as a JSON object
 * @param idempotent may be called again with the same idempotency key after a crash
 * @param importance what its failure means for the run
 * @param timeout after which a call counts as failed
 */
public record ToolSpec(
    String name,
    String description,
    String inputSchema,
    boolean idempotent,
    Importance importance,
    Duration timeout) {

  /** What a failure of the tool does. */
  public enum Importance {
    /** The run fails. */
    CRITICAL,
    /** The model is told that the tool is unavailable and answers without it. */
    OPTIONAL
  }
}
