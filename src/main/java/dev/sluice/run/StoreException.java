package dev.sluice.run;

/** The store cannot do its work now. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /** What kind of trouble. */
  public enum Kind {
    /** The disk is full: nothing was written, free some space. */
    FULL,
    /** Away, closed or overloaded: try again later. */
    UNAVAILABLE,
    /** The stored data cannot be read. */
    CORRUPT
  }

  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
  }

  public StoreException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
