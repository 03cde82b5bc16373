package dev.sluice.store.sqlite;

import java.util.OptionalLong;

/**
 * The sizes of an embedded store.
 *
 * @param queuedWrites operations that may wait for the writer, per lane; more are refused
 * @param groupSize operations that are committed together at most
 * @param readers threads that read
 * @param queuedReads reads that may wait for a thread; more are refused
 * @param maxBytes what the database file may grow to; unbounded when empty
 */
public record SqliteOptions(
    int queuedWrites, int groupSize, int readers, int queuedReads, OptionalLong maxBytes) {

  public SqliteOptions {
    positive("queuedWrites", queuedWrites);
    positive("groupSize", groupSize);
    positive("readers", readers);
    positive("queuedReads", queuedReads);
    if (maxBytes.isPresent() && maxBytes.getAsLong() <= 0) {
      throw new IllegalArgumentException("maxBytes must be positive");
    }
  }

  /** Fit for one process with some hundred streams. */
  public static SqliteOptions defaults() {
    return new SqliteOptions(8192, 512, 4, 4096, OptionalLong.empty());
  }

  public SqliteOptions withMaxBytes(long bytes) {
    return new SqliteOptions(queuedWrites, groupSize, readers, queuedReads, OptionalLong.of(bytes));
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }
}
