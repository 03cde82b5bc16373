package dev.sluice.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a model call failed. Expected kinds, so without stack traces; messages carry no secret and no
 * prompt text. Each carries what had been received, for the person and for the bill.
 */
public abstract sealed class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PartialReply partial;

  private ModelException(String message, PartialReply partial) {
    super(message, null, false, false);
    this.partial = partial;
  }

  public PartialReply partial() {
    return partial;
  }

  /**
   * What the provider said with its refusal.
   *
   * @param head status 200 when the error came in mid-stream
   * @param type open string of the provider, such as {@code overloaded_error}
   * @param errorCode stable machine-readable cause, where there is one
   */
  public record ApiError(
      ResponseHead head,
      String type,
      String message,
      Optional<String> errorCode,
      Optional<Duration> retryAfter,
      Optional<Boolean> shouldRetry) {}

  /** The provider answered with an error. */
  public abstract static sealed class Api extends ModelException {
    private static final long serialVersionUID = 1L;
    private final transient ApiError error;

    private Api(ApiError error, PartialReply partial) {
      super(describe(error), partial);
      this.error = error;
    }

    public ApiError error() {
      return error;
    }

    private static String describe(ApiError error) {
      return "the model API answered "
          + error.head().status()
          + " "
          + error.type()
          + error.errorCode().map(code -> " (" + code + ")").orElse("")
          + ": "
          + error.message()
          + error.head().requestId().map(id -> " [" + id + "]").orElse("");
    }
  }

  /** 401: the key is missing, malformed, revoked or expired. */
  public static final class Authentication extends Api {
    private static final long serialVersionUID = 1L;

    public Authentication(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** 402 and 403: the key may not do this, or there is a payment problem. */
  public static final class Permission extends Api {
    private static final long serialVersionUID = 1L;

    public Permission(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** 400, 404, 409, 422 and other 4xx: the same request will fail again. */
  public static final class BadRequest extends Api {
    private static final long serialVersionUID = 1L;

    public BadRequest(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** 413: the request is larger than the provider takes. */
  public static final class TooLarge extends Api {
    private static final long serialVersionUID = 1L;

    public TooLarge(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** 429: a rate limit, or a spend limit when the error code says so. */
  public static final class RateLimited extends Api {
    private static final long serialVersionUID = 1L;

    public RateLimited(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** 529, or {@code overloaded_error} in mid-stream. */
  public static final class Overloaded extends Api {
    private static final long serialVersionUID = 1L;

    public Overloaded(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** 408 and 5xx other than 529, or any other error in mid-stream. */
  public static final class Server extends Api {
    private static final long serialVersionUID = 1L;

    public Server(ApiError error, PartialReply partial) {
      super(error, partial);
    }
  }

  /** No connection, or the connection broke before the answer's head. */
  public static final class Connection extends ModelException {
    private static final long serialVersionUID = 1L;

    public Connection(String message, PartialReply partial) {
      super(message, partial);
    }
  }

  /** One of the four clocks ran out. */
  public static final class Timeout extends ModelException {
    private static final long serialVersionUID = 1L;
    private final Clock clock;

    /** Which clock. */
    public enum Clock {
      CONNECT,
      FIRST_EVENT,
      BETWEEN_EVENTS,
      CALL
    }

    public Timeout(Clock clock, Duration after, PartialReply partial) {
      super("the model API was too slow: " + clock + " after " + after.toMillis() + " ms", partial);
      this.clock = clock;
    }

    public Clock clock() {
      return clock;
    }
  }

  /** The stream ended, or could not be read on, before the message was complete. */
  public static final class Truncated extends ModelException {
    private static final long serialVersionUID = 1L;

    public Truncated(String message, PartialReply partial) {
      super(message, partial);
    }
  }

  /** The caller cancelled. */
  public static final class Cancelled extends ModelException {
    private static final long serialVersionUID = 1L;

    public Cancelled(PartialReply partial) {
      super("the model call was cancelled", partial);
    }
  }

  /** Not sent: our own breaker is open, because this model failed again and again. */
  public static final class CircuitOpen extends ModelException {
    private static final long serialVersionUID = 1L;
    private final transient Duration retryAfter;

    public CircuitOpen(String target, Duration retryAfter) {
      super(target + " is not called for now: it failed too often", PartialReply.NOT_SENT);
      this.retryAfter = retryAfter;
    }

    /** When the next call has a chance. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** Not sent: the rate limit has no room for it in time. */
  public static final class NoRoom extends ModelException {
    private static final long serialVersionUID = 1L;
    private final transient Duration retryAfter;

    public NoRoom(String target, String reason, Duration retryAfter) {
      super(target + " has no room: " + reason, PartialReply.NOT_SENT);
      this.retryAfter = retryAfter;
    }

    /** When the next call has a chance. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** Not sent: it could not be finished before the run's deadline. */
  public static final class NoTimeLeft extends ModelException {
    private static final long serialVersionUID = 1L;

    public NoTimeLeft() {
      super("the run has no time left for another model call", PartialReply.NOT_SENT);
    }
  }
}
