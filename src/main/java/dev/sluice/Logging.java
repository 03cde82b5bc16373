package dev.sluice;

import java.io.Console;
import java.util.Optional;

/** Chooses how logs look before the first one is written. */
final class Logging {
  private static final String PROPERTY = "sluice.log.form";

  private Logging() {}

  /**
   * Text for a person at a terminal, JSON lines for programs; {@code SLUICE_LOG} decides if set.
   */
  static void choose() {
    String asked = System.getenv("SLUICE_LOG");
    boolean open = asked == null || asked.isBlank();
    boolean text = open ? isAtTerminal() : "text".equalsIgnoreCase(asked);
    System.setProperty(PROPERTY, text ? "TEXT" : "JSON");
  }

  private static boolean isAtTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}
