package dev.sluice.simulator;

/** Where the borders of the chunks fall in which a stream is sent. */
public sealed interface Chunking {
  /** One chunk per event. */
  record Whole() implements Chunking {}

  /** Chunks of this many bytes, whatever they cut through. */
  record Bytes(int size) implements Chunking {
    public Bytes {
      if (size < 1) {
        throw new IllegalArgumentException("a chunk has at least one byte");
      }
    }
  }

  /** Chunks of 1 to 200 bytes, drawn from this seed. */
  record Random(long seed) implements Chunking {}
}
