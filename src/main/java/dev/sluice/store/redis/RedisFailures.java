package dev.sluice.store.redis;

import dev.sluice.event.EventLog.FencedAppend;
import dev.sluice.event.UnreadableEvent;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.redis.client.Response;
import java.util.List;

/** What the trouble of Redis means to those who use the store. */
final class RedisFailures {
  /** The server answers, and will not answer otherwise until somebody changes something. */
  private static final List<String> REFUSALS =
      List.of("WRONGPASS", "NOAUTH", "NOPERM", "DENIED", "ERR AUTH", "ERR DB index");

  private RedisFailures() {}

  static StoreException away(String why) {
    return new StoreException(Kind.UNAVAILABLE, "Redis is away: " + why);
  }

  static StoreException closed() {
    return new StoreException(Kind.UNAVAILABLE, "the store is closed");
  }

  static StoreException overloaded() {
    return new StoreException(Kind.UNAVAILABLE, "too much waits for Redis already");
  }

  static StoreException unexpected(String reply) {
    return new StoreException(Kind.CORRUPT, "Redis holds what this version cannot read: " + reply);
  }

  /** Refusals and defects pass as they are. */
  static Throwable of(Throwable failure) {
    return switch (failure) {
      case StoreException known -> known;
      case UnreadableEvent event -> new StoreException(Kind.CORRUPT, "" + event.getMessage());
      case FencedAppend refused -> refused;
      case IllegalArgumentException defect -> defect;
      default -> isReply(failure) ? of(text(failure)) : away(text(failure));
    };
  }

  /** An error reply of the server. */
  static StoreException of(String error) {
    if (error.contains("OOM ")) {
      return new StoreException(
          Kind.FULL, "the memory of Redis is full: raise maxmemory or keep logs shorter");
    }
    if (error.startsWith("WRONGTYPE")) {
      return new StoreException(
          Kind.CORRUPT, "a key of ours holds something else: use another key_prefix");
    }
    return away(error);
  }

  /** Trying again will not help. */
  static boolean isRefusal(Throwable failure) {
    return failure instanceof TooOld
        || (isReply(failure) && REFUSALS.stream().anyMatch(text(failure)::startsWith));
  }

  /** The queue's group was lost with its stream. */
  static boolean isNoGroup(Throwable failure) {
    return text(failure).startsWith("NOGROUP") || text(failure).startsWith("UNBLOCKED");
  }

  /** The server answered with an error. */
  static boolean isReply(Throwable failure) {
    return failure instanceof Response && !text(failure).startsWith("CONNECTION_CLOSED");
  }

  static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** The server has become a replica: another one must be looked for. */
  static boolean isDemoted(String error) {
    return error.contains("READONLY");
  }

  /** The server is of a version that lacks what is needed. */
  static final class TooOld extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooOld(String version) {
      super("Redis " + version + " is too old: 6.2 or later is needed", null, false, false);
    }
  }
}
