package dev.sluice.event;

/** How a run ended. */
public enum DoneStatus {
  COMPLETED("completed"),
  CANCELLED("cancelled"),
  FAILED("failed"),
  /** A cap on money, turns or calls was reached; what there is stays. */
  CAPPED("capped"),
  /** The model declined. */
  REFUSED("refused"),
  /** The answer was cut off by a length limit. */
  TRUNCATED("truncated");

  private final String wire;

  DoneStatus(String wire) {
    this.wire = wire;
  }

  /** The name on the wire and in the store. */
  public String wire() {
    return wire;
  }
}
