package dev.sluice.message;

/** Who speaks in a message. */
public enum Role {
  USER("user"),
  ASSISTANT("assistant");

  private final String wire;

  Role(String wire) {
    this.wire = wire;
  }

  /** The name on the wire and in the store. */
  public String wire() {
    return wire;
  }

  public static Role of(String wire) {
    return switch (wire) {
      case "user" -> USER;
      case "assistant" -> ASSISTANT;
      default -> throw new IllegalArgumentException("unknown role: " + wire);
    };
  }
}
