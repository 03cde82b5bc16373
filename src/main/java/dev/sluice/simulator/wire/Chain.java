package dev.sluice.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of everything up to a point, extended link by link; equal prefixes have equal chains.
 */
record Chain(String value) {
  static Chain of(String seed) {
    return new Chain(digest(seed));
  }

  Chain then(String link) {
    return new Chain(digest(value + link));
  }

  Chain then(PrefixBlock block) {
    return then(block.section() + "\n" + block.role() + "\n" + Json.canonical(block.node()));
  }

  static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
