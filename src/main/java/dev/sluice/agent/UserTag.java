package dev.sluice.agent;

import dev.sluice.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A user to others: a digest that says nothing about the person and stays the same. */
public final class UserTag {
  private UserTag() {}

  public static String of(UserId user) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(user.value().getBytes(StandardCharsets.UTF_8));
      return "u_" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
