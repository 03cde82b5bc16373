package dev.sluice.run;

import dev.sluice.id.RunId;
import java.time.Duration;

/** Why a channel's wish was not granted; the message is for the person. Without stack traces. */
public abstract sealed class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RunException(String message) {
    super(message, null, false, false);
  }

  /** No such run, or not the caller's. */
  public static final class NotFound extends RunException {
    private static final long serialVersionUID = 1L;

    public NotFound(String what) {
      super("there is no such " + what);
    }
  }

  /** Something in the submission cannot be. */
  public static final class Invalid extends RunException {
    private static final long serialVersionUID = 1L;
    private final String field;

    public Invalid(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /** Too much is waiting already. */
  public static final class Overloaded extends RunException {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    public Overloaded(String message, Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** The conversation has an unfinished run and the caller chose not to wait. */
  public static final class Busy extends RunException {
    private static final long serialVersionUID = 1L;
    private final transient RunId active;

    public Busy(RunId active) {
      super("the conversation is busy with another run");
      this.active = active;
    }

    public RunId active() {
      return active;
    }
  }

  /** The idempotency key was used for another request. */
  public static final class KeyReused extends RunException {
    private static final long serialVersionUID = 1L;

    public KeyReused() {
      super("this Idempotency-Key was used with another request body");
    }
  }
}
