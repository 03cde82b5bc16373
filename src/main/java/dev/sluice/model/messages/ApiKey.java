package dev.sluice.model.messages;

/**
 * The key of one call. It is never printed, and taken out of what the other side says about it.
 * White space around it is dropped: keys come out of files.
 */
record ApiKey(String value) {
  ApiKey {
    value = value.strip();
  }

  /** Whether a header can carry it. */
  boolean isSendable() {
    return value.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  boolean isPresent() {
    return !value.isEmpty();
  }

  String maskedIn(String text) {
    return isPresent() ? text.replace(value, "***") : text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
