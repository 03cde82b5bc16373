package dev.sluice.run;

/** How urgent a run is and how long it may last. */
public enum RunClass {
  INTERACTIVE("interactive"),
  BACKGROUND("background");

  private final String wire;

  RunClass(String wire) {
    this.wire = wire;
  }

  /** The name on the wire and in the store. */
  public String wire() {
    return wire;
  }
}
