package dev.sluice;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** The process cannot start, for a reason that the person at the keyboard can mend. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message, null, false, false);
  }

  /** Finds words for what start-up can run into; anything else stays as it is. */
  static RuntimeException of(Throwable cause) {
    return switch (cause) {
      case dev.sluice.run.StoreException store -> new StartException(String.valueOf(store.getMessage()));
      case TimeoutException late -> new StartException("it took too long");
      case IllegalArgumentException bad -> new StartException(String.valueOf(bad.getMessage()));
      case RuntimeException other -> other;
      default -> new IllegalStateException(cause);
    };
  }

  /**
   * Says where it could not listen, and which setting moves it. The native transport reports a
   * taken port by an exception of its own, so the words decide.
   */
  static Throwable cannotListen(String host, int port, String setting, Throwable cause) {
    if (!(cause instanceof IOException)) {
      return cause;
    }
    String message = String.valueOf(cause.getMessage());
    String address = host + ":" + port;
    return message.toLowerCase(Locale.ROOT).contains("in use")
        ? new StartException(
            address + " is taken: stop what listens there, or set another " + setting)
        : new StartException("cannot listen at " + address + ": " + message);
  }
}
