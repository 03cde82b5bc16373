package dev.sluice.id;

/**
 * Who asks: opaque, chosen by the channel or the caller; at most 128 printable ASCII characters.
 */
public record UserId(String value) {
  public UserId {
    Ids.check("user id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
