package dev.sluice.tool;

/** A tool call failed for a reason that the model may read. No stack trace: it is expected. */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolException(String message) {
    super(message, null, false, false);
  }
}
