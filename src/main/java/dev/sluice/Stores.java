package dev.sluice;

import dev.sluice.conversation.ConversationStore;
import dev.sluice.event.EventLog;
import dev.sluice.ops.HealthCheck;
import dev.sluice.run.LocalRunSignals;
import dev.sluice.run.RunQueue;
import dev.sluice.run.RunSignals;
import dev.sluice.run.RunStore;
import dev.sluice.store.sqlite.SqliteOptions;
import dev.sluice.store.sqlite.SqliteStore;
import dev.sluice.tool.builtin.NoteStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a process keeps runs in, and how it hears of them, whichever adapters stand behind it.
 *
 * @param checks what they need in order to serve
 * @param closing lets go of them
 */
record Stores(
    RunStore runs,
    ConversationStore conversations,
    NoteStore notes,
    RunQueue queue,
    EventLog log,
    RunSignals signals,
    List<HealthCheck> checks,
    Supplier<Future<Void>> closing) {

  /**
   * @param pod the name of this process among those that share the stores
   */
  static Future<Stores> open(Vertx vertx, SluiceConfig config, String pod, InstantSource clock) {
    return config.isShared()
        ? new SharedStores(vertx, config, pod, clock).open()
        : embedded(vertx, config, clock);
  }

  Future<Void> close() {
    return closing.get();
  }

  private static Future<Stores> embedded(Vertx vertx, SluiceConfig config, InstantSource clock) {
    return SqliteStore.open(vertx, config.dataDir(), clock, SqliteOptions.defaults())
        .map(
            store ->
                new Stores(
                    store.runs(),
                    store.conversations(),
                    store.notes(),
                    store.queue(),
                    store.log(),
                    new LocalRunSignals(vertx, clock),
                    List.of(HealthChecks.store(store.runs())),
                    store::close));
  }
}
