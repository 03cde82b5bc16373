package dev.sluice.ops;

import io.vertx.core.Future;

/** One thing that this process needs in order to serve. Called on the management event loop. */
public interface HealthCheck {

  /** Short and stable: the key in the answer of {@code /readyz}. */
  String name();

  /** How it is now; must not block. A failed Future counts as {@link #whenSilent()}. */
  Future<Result> check();

  /**
   * What no answer in time means. Checks of something that all processes share should say degraded:
   * a shared outage is no reason to take each of them away.
   */
  default Status whenSilent() {
    return Status.UNREADY;
  }

  /** Worst last. */
  enum Status {
    OK("ok"),
    /** Serves, but not everything works. */
    DEGRADED("degraded"),
    /** This process should get no requests. */
    UNREADY("unready");

    private final String wire;

    Status(String wire) {
      this.wire = wire;
    }

    /** The name in the answer. */
    public String wire() {
      return wire;
    }
  }

  /**
   * The outcome of a check.
   *
   * @param detail for the operator; never a secret
   */
  record Result(Status status, String detail) {
    public static Result ok() {
      return new Result(Status.OK, "");
    }

    public static Result degraded(String detail) {
      return new Result(Status.DEGRADED, detail);
    }

    public static Result unready(String detail) {
      return new Result(Status.UNREADY, detail);
    }
  }
}
