package dev.sluice.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Characters that must never be seen: {@link #toString()} is always {@code ***}, and there is no
 * accessor that a serialiser would find. Compared in constant time. Safe on any thread.
 */
public final class Secret {
  static final String MASK = "***";

  private final String characters;

  private Secret(String characters) {
    this.characters = characters;
  }

  public static Secret of(String characters) {
    return new Secret(characters);
  }

  /** The characters themselves, for the one place that sends them. */
  public String reveal() {
    return characters;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            characters.getBytes(StandardCharsets.UTF_8),
            that.characters.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return characters.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
