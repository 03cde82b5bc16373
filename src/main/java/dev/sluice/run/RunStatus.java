package dev.sluice.run;

import dev.sluice.event.DoneStatus;
import java.util.Optional;

/** Where a run stands. */
public enum RunStatus {
  QUEUED("queued", null),
  RUNNING("running", null),
  /** Given back to the queue until a later time. */
  WAITING("waiting", null),
  COMPLETED("completed", DoneStatus.COMPLETED),
  CANCELLED("cancelled", DoneStatus.CANCELLED),
  FAILED("failed", DoneStatus.FAILED),
  CAPPED("capped", DoneStatus.CAPPED),
  REFUSED("refused", DoneStatus.REFUSED),
  TRUNCATED("truncated", DoneStatus.TRUNCATED);

  private final String wire;
  private final Optional<DoneStatus> done;

  RunStatus(String wire, @org.jspecify.annotations.Nullable DoneStatus done) {
    this.wire = wire;
    this.done = Optional.ofNullable(done);
  }

  /** The name on the wire and in the store. */
  public String wire() {
    return wire;
  }

  /** How it ended, once it has. */
  public Optional<DoneStatus> done() {
    return done;
  }

  public boolean isFinal() {
    return done.isPresent();
  }

  public static RunStatus of(DoneStatus done) {
    return switch (done) {
      case COMPLETED -> COMPLETED;
      case CANCELLED -> CANCELLED;
      case FAILED -> FAILED;
      case CAPPED -> CAPPED;
      case REFUSED -> REFUSED;
      case TRUNCATED -> TRUNCATED;
    };
  }
}
