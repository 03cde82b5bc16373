package dev.sluice.store.postgres;

import dev.sluice.json.InvalidJson;
import dev.sluice.run.StoreException;
import dev.sluice.run.StoreException.Kind;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;

/** What the trouble of the database means to those who use the store. */
final class Failures {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String DISK_FULL = "53100";
  private static final String READ_ONLY = "25006";
  private static final String IDLE_IN_TRANSACTION = "25P03";
  private static final String LOCK_TIMEOUT = "55P03";

  /** No answer came in time: what became of it is not known. */
  static final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message) {
      super(message, null, false, false);
    }
  }

  private Failures() {}

  /**
   * Whether the same thing may go well on another try: the conflict is over, the server is back.
   */
  static boolean passes(Throwable failure) {
    return switch (failure) {
      case PgException pg -> passes(state(pg));
      case ConnectionPoolTooBusyException _ -> false;
      case NoAnswer _, VertxException _ -> true;
      // The client says so of a connection that closes in its hands.
      case IllegalStateException _ -> true;
      case RuntimeException _, Error _ -> false;
      default -> true;
    };
  }

  /** Two met; nothing is wrong with the server. */
  static boolean isConflict(Throwable failure) {
    return failure instanceof PgException pg
        && (state(pg).startsWith("40") || state(pg).equals(UNIQUE_VIOLATION));
  }

  /** After such trouble the connection must not be used again. */
  static boolean spoilsConnection(Throwable failure) {
    if (!(failure instanceof PgException pg)) {
      return failure instanceof NoAnswer;
    }
    return state(pg).equals(READ_ONLY)
        || state(pg).equals(IDLE_IN_TRANSACTION)
        || isOf(state(pg), "08")
        || (isOf(state(pg), "57") && !state(pg).equals("57014"));
  }

  /** What the caller is told. Refusals and defects pass as they are. */
  static Throwable told(Throwable failure) {
    return switch (failure) {
      case PgException pg -> told(pg);
      case InvalidJson json ->
          new StoreException(Kind.CORRUPT, "stored JSON cannot be read: " + json.getMessage());
      case ConnectionPoolTooBusyException busy ->
          new StoreException(Kind.UNAVAILABLE, "too many wait for Postgres already", busy);
      case NoAnswer _, VertxException _, IllegalStateException _, Error _ -> away(failure);
      case RuntimeException defect -> defect;
      default -> away(failure);
    };
  }

  private static StoreException told(PgException failure) {
    String state = state(failure);
    if (state.equals(DISK_FULL)) {
      return new StoreException(Kind.FULL, "the disk of Postgres is full: free some space");
    }
    if (state.equals("XX001") || state.equals("XX002")) {
      return new StoreException(
          Kind.CORRUPT, "Postgres finds its data damaged: restore it from a backup");
    }
    // Messages of the data classes may quote values.
    boolean quotes = isOf(state, "22") || isOf(state, "23");
    String why = quotes ? state : state + " " + failure.getErrorMessage();
    return new StoreException(Kind.UNAVAILABLE, "Postgres refused: " + why);
  }

  private static StoreException away(Throwable failure) {
    return new StoreException(
        Kind.UNAVAILABLE, "Postgres does not answer: " + failure.getMessage(), failure);
  }

  private static boolean passes(String state) {
    if (state.equals(DISK_FULL)) {
      return false;
    }
    return switch (state) {
      case UNIQUE_VIOLATION, READ_ONLY, IDLE_IN_TRANSACTION, LOCK_TIMEOUT -> true;
      default ->
          isOf(state, "08")
              || isOf(state, "40")
              || isOf(state, "53")
              || isOf(state, "57")
              || isOf(state, "58");
    };
  }

  private static boolean isOf(String state, String stateClass) {
    return state.startsWith(stateClass);
  }

  private static String state(PgException failure) {
    return String.valueOf(failure.getSqlState());
  }
}
