package dev.sluice.channel.http;

/** Who answers behind this channel, so that people are not misled by a simulated model. */
public enum ModelKind {
  API("api"),
  SIMULATED("simulated");

  private final String wire;

  ModelKind(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }
}
