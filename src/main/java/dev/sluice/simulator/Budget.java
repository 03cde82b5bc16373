package dev.sluice.simulator;

import dev.sluice.simulator.wire.TokenEstimate;
import dev.sluice.simulator.wire.Usage;

/** Counts what a reply generates and cuts what goes beyond {@code max_tokens}. */
final class Budget {
  private final Usage input;
  private final long mostBytes;
  private long bytes;
  private long thinkingBytes;

  Budget(Usage input, long maxTokens) {
    this.input = input;
    this.mostBytes = maxTokens * TokenEstimate.BYTES_PER_TOKEN;
  }

  boolean spent() {
    return bytes >= mostBytes;
  }

  boolean untouched() {
    return bytes == 0;
  }

  /** As much of the piece as fits, which is now spent. */
  String take(String piece, boolean thinking) {
    String fitting = piece;
    while (bytes + TokenEstimate.bytes(fitting) > mostBytes) {
      fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
    }
    long taken = TokenEstimate.bytes(fitting);
    bytes += taken;
    thinkingBytes += thinking ? taken : 0;
    return fitting;
  }

  /** Output is never zero, not even for a message without content. */
  Usage usage() {
    return input.withOutput(
        Math.max(1, TokenEstimate.ofBytes(bytes)), TokenEstimate.ofBytes(thinkingBytes));
  }
}
