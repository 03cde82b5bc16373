package dev.sluice.tool;

/** A tool call failed for a reason that the model may read. No stack trace: it is expected. */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** The tool is {@linkplain Kind#UNAVAILABLE unavailable}. */
  public ToolException(String message) {
    this(Kind.UNAVAILABLE, message);
  }

  public ToolException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public static ToolException input(String message) {
    return new ToolException(Kind.INPUT, message);
  }

  public static ToolException unavailable(String message) {
    return new ToolException(Kind.UNAVAILABLE, message);
  }

  public Kind kind() {
    return kind;
  }

  /** Whose fault it is, which decides what the failure means for the run. */
  public enum Kind {
    /** The model asked for what cannot be: another input may succeed. */
    INPUT,
    /** The tool could not do its work, whatever it was asked. */
    UNAVAILABLE
  }
}
