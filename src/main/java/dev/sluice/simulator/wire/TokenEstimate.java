package dev.sluice.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** The simulator's tokenizer: four bytes of UTF-8 are a token, whatever they say. */
public final class TokenEstimate {
  /** How many bytes make a token. */
  public static final int BYTES_PER_TOKEN = 4;

  private static final int IMAGE = 1_600;

  private TokenEstimate() {}

  /** Tokens of this many bytes, rounded up. */
  public static long ofBytes(long bytes) {
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }

  public static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Tokens of one tool, system or content block of a request. */
  public static long ofBlock(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "text" -> ofBytes(bytes(block.path("text").asText()));
      case "image" -> IMAGE;
      default -> ofBytes(bytes(Json.canonical(block)));
    };
  }
}
