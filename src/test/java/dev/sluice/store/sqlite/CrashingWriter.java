package dev.sluice.store.sqlite;

import dev.sluice.id.RunId;
import dev.sluice.store.Samples;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process to be killed: several runs append batches of events for ever, and each acknowledged
 * last id goes to standard output as {@code run epoch-seq}.
 */
public final class CrashingWriter {
  private static final int RUNS = 8;
  private static final int BATCH = 3;

  private final SqliteStore store;
  private final PrintStream out;

  private CrashingWriter(SqliteStore store, PrintStream out) {
    this.store = store;
    this.out = out;
  }

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    SqliteStore store =
        SqliteStore.open(
                vertx, Path.of(arguments[0]), InstantSource.system(), SqliteOptions.defaults())
            .await();
    var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    var writer = new CrashingWriter(store, out);
    for (int run = 0; run < RUNS; run++) {
      vertx.runOnContext(_ -> writer.append(RunId.random(), 1));
    }
  }

  private void append(RunId run, long from) {
    store
        .log()
        .append(run, Samples.events(run, 1, from, BATCH, Instant.now()))
        .onSuccess(
            _ -> {
              out.println("ack " + run + " 1-" + (from + BATCH - 1));
              append(run, from + BATCH);
            });
  }
}
