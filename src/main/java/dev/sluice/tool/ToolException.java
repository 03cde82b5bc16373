package dev.sluice.tool;

import java.time.Duration;
import java.util.Optional;

/** A tool call failed for a reason that the model may read. No stack trace: it is expected. */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  private ToolException(Kind kind, String message, Optional<Duration> retryAfter) {
    super(message, null, false, false);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public static ToolException input(String message) {
    return new ToolException(Kind.INPUT, message, Optional.empty());
  }

  public static ToolException unavailable(String message) {
    return new ToolException(Kind.UNAVAILABLE, message, Optional.empty());
  }

  public static ToolException busy(String message, Optional<Duration> retryAfter) {
    return new ToolException(Kind.BUSY, message, retryAfter);
  }

  public static ToolException failing(String message, Optional<Duration> retryAfter) {
    return new ToolException(Kind.FAILING, message, retryAfter);
  }

  public static ToolException failing(String message) {
    return failing(message, Optional.empty());
  }

  public Kind kind() {
    return kind;
  }

  /** The wait that the tool itself asked for. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whose fault it is, which decides what the failure means for the run and for the next calls. */
  public enum Kind {
    /** The model asked for what cannot be: another input may succeed. */
    INPUT,
    /** The tool will not do its work before somebody mends something, such as a credential. */
    UNAVAILABLE,
    /** The tool is well and has too much to do: the same call may succeed later. */
    BUSY,
    /** The tool is not well: the same call may succeed when it is. */
    FAILING
  }
}
