package dev.sluice;

import java.util.Optional;

/** Which Sluice this is. */
final class Version {
  private Version() {}

  /** As built; {@code dev} when run from classes. */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  static String userAgent() {
    return "sluice/" + text();
  }
}
