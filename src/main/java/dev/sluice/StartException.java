package dev.sluice;

/** The process cannot start, for a reason that the person at the keyboard can mend. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message, null, false, false);
  }

  /** Finds words for what start-up can run into; anything else stays as it is. */
  static RuntimeException of(Throwable cause) {
    return switch (cause) {
      case dev.sluice.run.StoreException store ->
          new StartException(String.valueOf(store.getMessage()));
      case java.net.BindException taken ->
          new StartException("a port is taken: " + taken.getMessage());
      case IllegalArgumentException bad -> new StartException(String.valueOf(bad.getMessage()));
      case RuntimeException other -> other;
      default -> new IllegalStateException(cause);
    };
  }
}
