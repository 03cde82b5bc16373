package dev.sluice.bench;

import java.util.function.LongConsumer;

/**
 * Finds the simulator's stamps, 19 digits and a space, in the bytes of a stream, wherever chunks
 * end and however many one event carries. Nothing else in these streams has so many digits.
 */
final class StampReader {
  private static final int DIGITS = 19;

  private final LongConsumer stamps;
  private long value;
  private int digits;

  StampReader(LongConsumer stamps) {
    this.stamps = stamps;
  }

  void accept(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= '0' && b <= '9') {
        value = value * 10 + (b - '0');
        digits++;
      } else {
        if (digits == DIGITS && b == ' ') {
          stamps.accept(value);
        }
        value = 0;
        digits = 0;
      }
    }
  }
}
