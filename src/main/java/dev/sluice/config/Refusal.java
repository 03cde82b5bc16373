package dev.sluice.config;

/** A text that a type does not take; the message says what it takes and never repeats the text. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  Refusal(String message) {
    super(message, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
