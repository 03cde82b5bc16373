package dev.sluice.tool;

/** How a tool call ended. A call always ends in one of these; it never throws. */
public sealed interface ToolOutcome {

  /** What the model reads. */
  String content();

  record Succeeded(String content) implements ToolOutcome {}

  /** The model's own mistake (bad input, unknown tool) or a failure it can work around. */
  record Failed(String content) implements ToolOutcome {}

  /** An optional tool is unavailable; the model is told to go on without it. */
  record Degraded(String content) implements ToolOutcome {}

  /** A critical tool failed: the run cannot go on. */
  record Fatal(String content) implements ToolOutcome {}
}
