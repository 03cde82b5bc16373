package dev.sluice.id;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What all identities share: printable ASCII without spaces, bounded, unguessable when we make
 * them.
 */
final class Ids {
  private static final int MAX_LENGTH = 128;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Ids() {}

  static String random(String prefix) {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return prefix + BASE64.encodeToString(bits);
  }

  static void check(String what, String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + MAX_LENGTH + " characters, has " + value.length());
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(what + " must be printable ASCII without spaces");
    }
  }
}
