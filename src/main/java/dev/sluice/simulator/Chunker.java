package dev.sluice.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** Cuts the bytes of a stream into chunks; what does not fill a chunk waits for more or a flush. */
final class Chunker {
  private static final int LONGEST_RANDOM = 200;

  private final boolean whole;
  private final IntSupplier sizes;
  private Buffer pending = Buffer.buffer();
  private int nextSize;

  Chunker(Chunking chunking) {
    this.whole = chunking instanceof Chunking.Whole;
    this.sizes =
        switch (chunking) {
          case Chunking.Whole _ -> () -> 1;
          case Chunking.Bytes bytes -> bytes::size;
          case Chunking.Random random -> randomSizes(random.seed());
        };
    this.nextSize = sizes.getAsInt();
  }

  /** The chunks that are full now. */
  List<Buffer> add(Buffer bytes) {
    if (whole) {
      return List.of(bytes);
    }
    pending.appendBuffer(bytes);
    List<Buffer> chunks = new ArrayList<>();
    int from = 0;
    while (pending.length() - from >= nextSize) {
      chunks.add(pending.getBuffer(from, from + nextSize));
      from += nextSize;
      nextSize = sizes.getAsInt();
    }
    pending = pending.getBuffer(from, pending.length());
    return chunks;
  }

  /** What is left, because nothing follows for a while. */
  List<Buffer> flush() {
    if (pending.length() == 0) {
      return List.of();
    }
    Buffer rest = pending;
    pending = Buffer.buffer();
    return List.of(rest);
  }

  private static IntSupplier randomSizes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> 1 + random.nextInt(LONGEST_RANDOM);
  }
}
