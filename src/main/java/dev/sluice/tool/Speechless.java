package dev.sluice.tool;

import org.jspecify.annotations.Nullable;

/** An error's types and places without its words, for a log that must not repeat what was said. */
final class Speechless extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CAUSES = 5;

  private Speechless(String type, @Nullable Throwable cause) {
    super(type, cause, false, true);
  }

  static Speechless of(Throwable error) {
    return of(error, MAX_CAUSES);
  }

  private static Speechless of(Throwable error, int causesLeft) {
    Throwable cause = error.getCause();
    var speechless =
        new Speechless(
            error.getClass().getName(),
            cause == null || causesLeft == 0 ? null : of(cause, causesLeft - 1));
    speechless.setStackTrace(error.getStackTrace());
    return speechless;
  }
}
